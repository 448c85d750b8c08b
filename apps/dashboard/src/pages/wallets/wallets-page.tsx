import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Wallets. */
export function WalletsPage() {
  return (
    <Page title="Wallets">
      <EmptyState icon="wallet" title="Not here yet" />
    </Page>
  );
}
