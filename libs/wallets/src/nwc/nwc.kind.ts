import { defineWalletKind, type WalletKindDefinition, type WalletSurroundings } from '../wallet-kind.js';
import { parseNwcCredentials, readConnectionString } from './connection-string.js';
import { NwcProvider } from './nwc.provider.js';
import { RelayPool } from './relay-pool.js';

/**
 * Wallets over Nostr Wallet Connect (NIP-47): `{connectionString}`. All connections of a process share one socket for
 * each relay, until the kind is closed.
 */
export function nwcKind({ guard, clock, logger }: WalletSurroundings): WalletKindDefinition {
  const pool = new RelayPool(guard, logger);
  return defineWalletKind({
    habits: { firstStepSeconds: 1, lateLooks: false },
    budget: {
      create: { burst: 24, perMinute: 24 },
      'look-up': { burst: 30, perMinute: 30 },
      other: { burst: 6, perMinute: 6 },
    },
    parse: parseNwcCredentials,
    addresses: ({ connectionString }) =>
      readConnectionString(connectionString).relays.map((url) => ({ member: 'connectionString', url })),
    account: ({ connectionString }) => {
      const { walletPubkey, clientPubkey } = readConnectionString(connectionString);
      return `${walletPubkey}:${clientPubkey}`;
    },
    open: ({ connectionString }, { budget }) =>
      new NwcProvider({ connection: readConnectionString(connectionString), pool, clock, budget }),
    close: async () => pool.close(),
  });
}
