import type { Wallet, WalletAlert } from '../../api/shapes/wallets.js';
import { Note } from '../../ui/note.js';
import { Time } from '../../ui/time.js';
import { walletKindName } from './kinds/wallet-kinds.js';
import { alertAdvice } from './wallet-words.js';

/** Alerts, and the wallets that they are about. */
export interface WalletAlertListProps {
  readonly alerts: readonly WalletAlert[];
  readonly wallets: readonly Wallet[];
}

/** What the merchant should look at, with what to do about it. */
export function WalletAlertList({ alerts, wallets }: WalletAlertListProps) {
  return alerts.map((alert) => {
    const wallet = wallets.find(({ id }) => id === alert.walletId);
    const name = wallet === undefined ? 'A wallet' : (wallet.label ?? walletKindName(wallet.kind));
    return (
      <Note key={`${alert.walletId} ${alert.matter}`} tone="warn" title={`${name}: ${alert.detail}`}>
        {alertAdvice(alert.matter)} Seen {alert.count === 1 ? 'once' : `about ${String(alert.count)} times`},
        last <Time at={alert.lastAt} />.
      </Note>
    );
  });
}
