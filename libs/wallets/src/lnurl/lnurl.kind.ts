import { credentialMembers, credentialText, InvalidCredentials } from '../invalid-credentials.js';
import { defineWalletKind, type WalletKindDefinition, type WalletSurroundings } from '../wallet-kind.js';
import { readLnurlAddress, type LnurlAddress } from './lnurl-address.js';
import { LnurlOrigins } from './lnurl-origins.js';
import { LnurlProvider } from './lnurl.provider.js';

/** An address to be paid by LNURL, in its canonical form. */
export interface LnurlCredentials {
  readonly address: string;
}

/** Addresses paid by LNURL, Lightning Addresses among them. They are somebody else's servers, so calls are few. */
export function lnurlKind({ clock, guard }: WalletSurroundings): WalletKindDefinition {
  return defineWalletKind<LnurlCredentials>({
    // Only some services say whether an invoice was paid, so that the preimage is the proof to count on.
    habits: { firstStepSeconds: 3, lateLooks: true },
    budget: {
      create: { burst: 30, perMinute: 30 },
      'look-up': { burst: 20, perMinute: 24 },
      other: { burst: 6, perMinute: 6 },
    },
    parse: (credentials) => ({ address: addressIn(credentials).canonical }),
    addresses: (credentials) => [{ member: 'address', url: addressIn(credentials).url }],
    open: (credentials, { budget }) =>
      new LnurlProvider(addressIn(credentials).url, new LnurlOrigins(guard, budget), clock),
  });
}

function addressIn(credentials: unknown): LnurlAddress {
  const address = readLnurlAddress(credentialText(credentialMembers(credentials), 'address'));
  if (address === null)
    throw new InvalidCredentials({ address: 'must be name@domain, an LNURL or the https URL of one' });
  return address;
}
