import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** New password. */
export function ResetPage() {
  return (
    <Page title="New password">
      <EmptyState icon="key" title="Not here yet" />
    </Page>
  );
}
