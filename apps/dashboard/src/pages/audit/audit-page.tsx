import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Audit log. */
export function AuditPage() {
  return (
    <Page title="Audit log">
      <EmptyState icon="log" title="Not here yet" />
    </Page>
  );
}
