import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Live feed. */
export function FeedPage() {
  return (
    <Page title="Live feed">
      <EmptyState icon="feed" title="Not here yet" />
    </Page>
  );
}
