import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { walletsQuery } from '../../api/queries/account-queries.js';
import type { WalletKind } from '../../api/shapes/wallets.js';
import { useMay } from '../../session/use-session.js';
import { Icon } from '../../ui/icon.js';
import { Note } from '../../ui/note.js';
import { QueryView } from '../../ui/query-view.js';
import { ConnectWallet } from '../wallets/connect-wallet.js';
import { walletKind, walletKindName } from '../wallets/kinds/wallet-kinds.js';
import { WalletKindChooser } from '../wallets/wallet-kind-chooser.js';
import classes from './step.module.css';

/** Chooses a kind of wallet, with its guide, and tries it out. */
export function WalletStep({ onDone }: { readonly onDone: () => void }) {
  const client = useQueryClient();
  const wallets = useQuery(walletsQuery('live'));
  const mayConnect = useMay('owner');
  const [kind, setKind] = useState<WalletKind | null>(null);
  const info = kind === null ? undefined : walletKind(kind);
  return (
    <div className={classes['step']}>
      <QueryView query={wallets} height={300}>
        {(data) => {
          const primary = data.wallets.find(({ role }) => role === 'primary');
          if (info !== undefined)
            return (
              <>
                <div>
                  <Button
                    variant="subtle"
                    size="xs"
                    leftSection={<Icon name="left" size={14} />}
                    onClick={() => setKind(null)}
                  >
                    Another kind of wallet
                  </Button>
                </div>
                <ConnectWallet
                  key={info.kind}
                  kind={info}
                  hasPrimary={primary !== undefined}
                  goOn="Go on"
                  onDone={() => {
                    void client.invalidateQueries({ queryKey: ['quickstart'] });
                    onDone();
                  }}
                />
              </>
            );
          if (primary !== undefined)
            return (
              <Note tone="good" title={`${primary.label ?? walletKindName(primary.kind)} is connected`}>
                <p style={{ margin: '0 0 8px' }}>
                  Live challenges are paid into it.{' '}
                  <Link to="/wallets">See its health and add a fallback.</Link>
                </p>
                <Button size="xs" onClick={onDone}>
                  Go on
                </Button>
              </Note>
            );
          if (!mayConnect)
            return (
              <Note tone="calm" title="Only owners connect wallets">
                A wallet’s credentials decide where the money goes. Ask an owner of this merchant; you can
                make a key meanwhile.
              </Note>
            );
          return <WalletKindChooser onChoose={setKind} />;
        }}
      </QueryView>
    </div>
  );
}
