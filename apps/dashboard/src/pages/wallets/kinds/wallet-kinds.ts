import type { WalletKind } from '../../../api/shapes/wallets.js';
import { cashu } from './cashu.js';
import { cln } from './cln.js';
import { eclair } from './eclair.js';
import { lnd } from './lnd.js';
import { lnurl } from './lnurl.js';
import { nwc } from './nwc.js';
import { opennode } from './opennode.js';
import { phoenixd } from './phoenixd.js';
import { strike } from './strike.js';
import type { WalletKindInfo } from './wallet-kind-info.js';

const byKind: Readonly<Record<WalletKind, WalletKindInfo>> = {
  lnurl,
  nwc,
  strike,
  opennode,
  phoenixd,
  lnd,
  cln,
  eclair,
  cashu,
};

/** All kinds, the easiest to begin with first. */
export const walletKinds: readonly WalletKindInfo[] = Object.values(byKind);

/** What there is to know of a kind; undefined for a name that is none. */
export function walletKind(kind: string): WalletKindInfo | undefined {
  return walletKinds.find((one) => one.kind === kind);
}

/** The name of a kind, or what the server calls it where it is newer than we are. */
export function walletKindName(kind: string): string {
  return walletKind(kind)?.name ?? kind;
}
