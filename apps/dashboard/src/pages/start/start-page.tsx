import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Setup guide. */
export function StartPage() {
  return (
    <Page title="Setup guide">
      <EmptyState icon="start" title="Not here yet" />
    </Page>
  );
}
