import { cashuKind } from './cashu/cashu.kind.js';
import { clnKind } from './cln/cln.kind.js';
import { eclairKind } from './eclair/eclair.kind.js';
import { lndKind } from './lnd/lnd.kind.js';
import { lnurlKind } from './lnurl/lnurl.kind.js';
import { nwcKind } from './nwc/nwc.kind.js';
import { openNodeKind } from './opennode/opennode.kind.js';
import { phoenixdKind } from './phoenixd/phoenixd.kind.js';
import { strikeKind } from './strike/strike.kind.js';
import type { WalletKind, WalletKindDefinition, WalletSurroundings } from './wallet-kind.js';

/** The addresses of the services that have one for everybody. */
export interface ServiceAddresses {
  readonly strike: URL;
  readonly openNode: URL;
}

/** Every kind of wallet that merchants can connect, made once per process. */
export function createWalletKinds(
  surroundings: WalletSurroundings,
  services: ServiceAddresses,
): Record<WalletKind, WalletKindDefinition> {
  return {
    strike: strikeKind(surroundings, services.strike),
    opennode: openNodeKind(surroundings, services.openNode),
    lnd: lndKind(surroundings),
    nwc: nwcKind(surroundings),
    cln: clnKind(surroundings),
    eclair: eclairKind(surroundings),
    phoenixd: phoenixdKind(surroundings),
    lnurl: lnurlKind(surroundings),
    cashu: cashuKind(surroundings),
  };
}
