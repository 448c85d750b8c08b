import { clnKind } from './cln/cln.kind.js';
import { lndKind } from './lnd/lnd.kind.js';
import { phoenixdKind } from './phoenixd/phoenixd.kind.js';
import { lnurlKind } from './lnurl/lnurl.kind.js';
import { eclairKind } from './eclair/eclair.kind.js';
import { cashuKind } from './cashu/cashu.kind.js';
import { nwcKind } from './nwc/nwc.kind.js';
import { openNodeKind } from './opennode/opennode.kind.js';
import { strikeKind } from './strike/strike.kind.js';
import type { WalletKind, WalletKindDefinition, WalletSurroundings } from './wallet-kind.js';

/** Every kind of wallet that merchants can connect, made once per process. */
export function createWalletKinds(
  surroundings: WalletSurroundings,
): Partial<Record<WalletKind, WalletKindDefinition>> {
  return {
    strike: strikeKind(surroundings),
    opennode: openNodeKind(surroundings),
    nwc: nwcKind(surroundings),
    cashu: cashuKind(surroundings),
    eclair: eclairKind(surroundings),
    lnurl: lnurlKind(surroundings),
    phoenixd: phoenixdKind(surroundings),
    lnd: lndKind(surroundings),
    cln: clnKind(surroundings),
  };
}
