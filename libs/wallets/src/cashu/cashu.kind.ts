import { ECDH } from 'node:crypto';
import {
  credentialMembers,
  credentialText,
  credentialUrl,
  InvalidCredentials,
} from '../invalid-credentials.js';
import { WalletHttp } from '../wallet-http.js';
import { defineWalletKind, type WalletKindDefinition, type WalletSurroundings } from '../wallet-kind.js';
import { CashuProvider } from './cashu.provider.js';

/** A mint, and the merchant's key that quotes are locked to: 33 bytes in hex. */
export interface CashuCredentials {
  readonly mintUrl: string;
  readonly pubkey: string;
}

const IN_FLIGHT_MAX = 4;

/** Cashu mints. They are somebody else's servers, some of which allow 60 calls a minute. */
export function cashuKind({ guard }: WalletSurroundings): WalletKindDefinition {
  return defineWalletKind<CashuCredentials>({
    habits: { firstStepSeconds: 3, lateLooks: true },
    budget: {
      create: { burst: 30, perMinute: 30 },
      'look-up': { burst: 20, perMinute: 24 },
      other: { burst: 6, perMinute: 6 },
    },
    parse: (credentials) => {
      const members = credentialMembers(credentials);
      return { mintUrl: credentialUrl(members, 'mintUrl').href, pubkey: keyIn(members) };
    },
    addresses: ({ mintUrl }) => [{ member: 'mintUrl', url: new URL(mintUrl) }],
    open: ({ mintUrl, pubkey }, { budget }) => {
      const http = new WalletHttp({ base: new URL(mintUrl), guard, budget, inFlightMax: IN_FLIGHT_MAX });
      return new CashuProvider(pubkey, http);
    },
  });
}

/** A key that nobody can have the private half of would lose what is paid. */
function keyIn(members: Readonly<Record<string, unknown>>): string {
  const pubkey = credentialText(members, 'pubkey', 66).toLowerCase();
  if (!/^0[23][0-9a-f]{64}$/.test(pubkey) || !isPoint(pubkey))
    throw new InvalidCredentials({ pubkey: 'must be a compressed public key of secp256k1 in hex' });
  return pubkey;
}

function isPoint(pubkey: string): boolean {
  try {
    ECDH.convertKey(pubkey, 'secp256k1', 'hex', 'hex', 'compressed');
    return true;
  } catch {
    return false;
  }
}
