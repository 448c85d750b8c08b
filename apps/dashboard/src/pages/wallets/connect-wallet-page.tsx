import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { setMode } from '../../api/mode.js';
import { walletsQuery } from '../../api/queries/account-queries.js';
import { useMay } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { ConnectWallet } from './connect-wallet.js';
import { walletKind } from './kinds/wallet-kinds.js';
import { WalletKindChooser } from './wallet-kind-chooser.js';

const route = getRouteApi('/signed-in/wallets/connect/$kind');

/** Connects a wallet of one kind, with its guide; lists all kinds for a name that is none. */
export function ConnectWalletPage() {
  const { kind: name } = route.useParams();
  const navigate = route.useNavigate();
  const mayConnect = useMay('owner');
  const wallets = useQuery(walletsQuery('live'));
  const kind = walletKind(name);
  const back = <Link to="/wallets">Wallets</Link>;
  if (!mayConnect)
    return (
      <Page title="Connect a wallet" back={back}>
        <Card>
          <EmptyState icon="wallet" title="Only owners connect wallets">
            A wallet’s credentials decide where the money goes. Ask an owner of this merchant.
          </EmptyState>
        </Card>
      </Page>
    );
  if (kind === undefined)
    return (
      <Page title="Connect a wallet" back={back} description="What holds your money, or should?">
        <WalletKindChooser />
      </Page>
    );
  return (
    <Page
      title={`Connect ${kind.name}`}
      back={back}
      description="Sales in live mode are paid into it directly."
    >
      <QueryView query={wallets} height={520}>
        {(data) => (
          <ConnectWallet
            key={kind.kind}
            kind={kind}
            hasPrimary={data.wallets.some(({ role }) => role === 'primary')}
            goOn="See my wallets"
            onDone={() => {
              // Wallets belong to live mode, whichever was looked at.
              setMode('live');
              void navigate({ to: '/wallets' });
            }}
          />
        )}
      </QueryView>
    </Page>
  );
}
