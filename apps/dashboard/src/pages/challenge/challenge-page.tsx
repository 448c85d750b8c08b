import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Challenge. */
export function ChallengePage() {
  return (
    <Page title="Challenge">
      <EmptyState icon="challenges" title="Not here yet" />
    </Page>
  );
}
