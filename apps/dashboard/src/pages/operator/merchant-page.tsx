import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Merchant. */
export function MerchantPage() {
  return (
    <Page title="Merchant">
      <EmptyState icon="members" title="Not here yet" />
    </Page>
  );
}
