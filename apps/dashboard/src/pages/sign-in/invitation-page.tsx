import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Invitation. */
export function InvitationPage() {
  return (
    <Page title="Invitation">
      <EmptyState icon="members" title="Not here yet" />
    </Page>
  );
}
