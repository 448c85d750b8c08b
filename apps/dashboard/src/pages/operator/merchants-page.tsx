import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Merchants. */
export function MerchantsPage() {
  return (
    <Page title="Merchants">
      <EmptyState icon="members" title="Not here yet" />
    </Page>
  );
}
