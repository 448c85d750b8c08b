import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** API keys. */
export function KeysPage() {
  return (
    <Page title="API keys">
      <EmptyState icon="key" title="Not here yet" />
    </Page>
  );
}
