import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Members. */
export function MembersPage() {
  return (
    <Page title="Members">
      <EmptyState icon="members" title="Not here yet" />
    </Page>
  );
}
