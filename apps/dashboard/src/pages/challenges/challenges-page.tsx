import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Challenges. */
export function ChallengesPage() {
  return (
    <Page title="Challenges">
      <EmptyState icon="challenges" title="Not here yet" />
    </Page>
  );
}
