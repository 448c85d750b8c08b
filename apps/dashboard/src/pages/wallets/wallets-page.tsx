import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { setMode, useMode } from '../../api/mode.js';
import { walletsQuery } from '../../api/queries/account-queries.js';
import type { WalletList } from '../../api/shapes/wallets.js';
import { useMay, useSession } from '../../session/use-session.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Icon } from '../../ui/icon.js';
import { Note } from '../../ui/note.js';
import { Page } from '../../ui/page.js';
import { QueryView } from '../../ui/query-view.js';
import { WalletAlertList } from './wallet-alert-list.js';
import { WalletCard } from './wallet-card.js';
import { WalletKindChooser } from './wallet-kind-chooser.js';

/** The wallets that live sales are paid into: how they are, what they are for, and what to look at. */
export function WalletsPage() {
  const mode = useMode();
  return mode === 'test' ? <SandboxPage /> : <LivePage />;
}

function SandboxPage() {
  const fixed = useSession().mode;
  const action =
    fixed === null ? (
      <Button onClick={() => setMode('live')}>Show live wallets</Button>
    ) : (
      <span>Sign in with a live key, or as a member, to see them.</span>
    );
  return (
    <Page title="Wallets">
      <Card>
        <EmptyState icon="wallet" title="Test mode pays into the sandbox" action={action}>
          Test keys always sell on a wallet of our own that moves no money, so there is nothing to connect.
          Wallets belong to live mode.
        </EmptyState>
      </Card>
    </Page>
  );
}

function LivePage() {
  const mayConnect = useMay('owner');
  const wallets = useQuery({ ...walletsQuery('live'), refetchInterval: 30_000 });
  return (
    <Page
      title="Wallets"
      description="Payers pay your wallet directly; nothing passes through this instance."
      actions={
        mayConnect ? (
          <Button
            leftSection={<Icon name="plus" size={16} />}
            renderRoot={(props) => (
              <Link to="/wallets/connect/$kind" params={{ kind: 'choose' }} {...props} />
            )}
          >
            Connect a wallet
          </Button>
        ) : undefined
      }
    >
      <QueryView query={wallets} height={320}>
        {(data) =>
          data.wallets.length === 0 ? <NoWallet mayConnect={mayConnect} /> : <WalletsView list={data} />
        }
      </QueryView>
    </Page>
  );
}

function NoWallet({ mayConnect }: { readonly mayConnect: boolean }) {
  return (
    <Card
      title="Connect your first wallet"
      description="Live keys can sell once a wallet makes their invoices. Choose what you have; the easiest stand first."
    >
      {mayConnect ? (
        <WalletKindChooser />
      ) : (
        <EmptyState icon="wallet" title="Only owners connect wallets">
          Ask an owner of this merchant to connect one.
        </EmptyState>
      )}
    </Card>
  );
}

function WalletsView({ list }: { readonly list: WalletList }) {
  const roles = list.wallets.map(({ role }) => role);
  return (
    <>
      {!roles.includes('primary') && (
        <Note tone="bad" title="No wallet is the primary one">
          Live challenges are refused until one is. Give a wallet below the role “Primary”.
        </Note>
      )}
      {roles.includes('primary') && !roles.includes('fallback') && (
        <Note tone="calm">
          With a second wallet as fallback you go on selling while the first cannot make invoices.
        </Note>
      )}
      <WalletAlertList alerts={list.alerts} wallets={list.wallets} />
      {list.wallets.map((wallet) => (
        <WalletCard key={wallet.id} wallet={wallet} />
      ))}
    </>
  );
}
