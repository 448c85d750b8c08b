import { useState } from 'react';
import type { Wallet } from '../../api/shapes/wallets.js';
import { ConnectForm } from './connect-form.js';
import type { WalletKindInfo } from './kinds/wallet-kind-info.js';
import { ProbeResult } from './probe-result.js';
import { WalletGuide } from './wallet-guide.js';
import classes from './connect-wallet.module.css';

/** The kind to be connected, and what comes after it. */
export interface ConnectWalletProps {
  readonly kind: WalletKindInfo;
  /** Whether another wallet makes the invoices now, so that the role has to be chosen. */
  readonly hasPrimary: boolean;
  /** What the button below the result says. */
  readonly goOn: string;
  readonly onDone: (wallet: Wallet) => void;
}

/** The guide of a kind beside the form that its result is pasted into; then what trying it out has shown. */
export function ConnectWallet({ kind, hasPrimary, goOn, onDone }: ConnectWalletProps) {
  const [connected, setConnected] = useState<Wallet | null>(null);
  if (connected !== null)
    return <ProbeResult wallet={connected} goOn={goOn} onDone={() => onDone(connected)} />;
  return (
    <div className={classes['columns']}>
      <WalletGuide kind={kind} />
      <ConnectForm kind={kind} hasPrimary={hasPrimary} onConnected={setConnected} />
    </div>
  );
}
