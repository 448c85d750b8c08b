import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Webhook. */
export function WebhookPage() {
  return (
    <Page title="Webhook">
      <EmptyState icon="webhook" title="Not here yet" />
    </Page>
  );
}
