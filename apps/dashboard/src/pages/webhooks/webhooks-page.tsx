import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Webhooks. */
export function WebhooksPage() {
  return (
    <Page title="Webhooks">
      <EmptyState icon="webhook" title="Not here yet" />
    </Page>
  );
}
