import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Sign-in &amp; security. */
export function SecurityPage() {
  return (
    <Page title="Sign-in &amp; security">
      <EmptyState icon="shield" title="Not here yet" />
    </Page>
  );
}
