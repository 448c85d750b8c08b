import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';

/** Connect a wallet. */
export function ConnectWalletPage() {
  return (
    <Page title="Connect a wallet">
      <EmptyState icon="wallet" title="Not here yet" />
    </Page>
  );
}
