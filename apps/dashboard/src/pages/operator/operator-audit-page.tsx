import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Audit of all. */
export function OperatorAuditPage() {
  return (
    <Page title="Audit of all">
      <EmptyState icon="log" title="Not here yet" />
    </Page>
  );
}
