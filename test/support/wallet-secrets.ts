import { randomBytes } from 'node:crypto';

import { type EmulatedKind } from './emulators/start-emulator.js';

/** Members of credentials that are public. */
const PUBLIC = ['url', 'mintUrl', 'pubkey', 'address', 'tls'];
const hex = (): string => randomBytes(32).toString('hex');

/** What is secret in credentials: all but addresses, public keys and fingerprints. */
export function secretsIn(credentials: object): string[] {
  return Object.entries(credentials)
    .filter(([name]) => !PUBLIC.includes(name))
    .map(([, value]) => /secret=(\w+)/.exec(String(value))?.[1] ?? String(value));
}

/** The same credentials with other secrets, which the wallet does not accept. */
export function wrongCredentials(kind: EmulatedKind, credentials: Readonly<Record<string, unknown>>): object {
  const wrong: Partial<Record<EmulatedKind, object>> = {
    strike: { apiKey: hex() },
    opennode: { apiKey: hex() },
    lnd: { macaroon: `0201036c6e64${hex()}${hex()}` },
    cln: { rune: randomBytes(48).toString('base64url') },
    eclair: { password: hex() },
    phoenixd: { password: hex(), webhookSecret: hex() },
    nwc: {
      connectionString: String(credentials['connectionString']).replace(/secret=\w+/, `secret=${hex()}`),
    },
  };
  return { ...credentials, ...wrong[kind] };
}
