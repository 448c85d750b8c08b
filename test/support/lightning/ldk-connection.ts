import { randomBytes } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { Sealer } from '@turnpike/secrets';
import { CredentialInvalid, sealContextOf, type ProviderRegistry } from '@turnpike/wallets';
import { LdkProvider } from './ldk.provider.js';
import type { LightningPair } from './lightning-pair.js';

const KIND = 'ldk';

/** Adds the kind `ldk`: connections to the pair's merchant node. Their credentials have to name that node. */
export function addLdkKind(registry: Pick<ProviderRegistry, 'add'>, { merchant }: LightningPair): void {
  registry.add(KIND, ({ credentials }) => {
    if (nodeIdIn(credentials) !== merchant.id) throw new CredentialInvalid();
    return new LdkProvider(merchant);
  });
}

/**
 * Makes the pair's merchant node the primary wallet of a merchant, with credentials that the application's own sealer
 * sealed. Gives the id of the connection.
 */
export async function connectLdkWallet(
  app: INestApplicationContext,
  merchantId: MerchantId,
  { merchant }: LightningPair,
  now: Date,
): Promise<string> {
  const id = `wal_${randomBytes(16).toString('hex')}`;
  const credentials = Buffer.from(JSON.stringify({ nodeId: merchant.id }));
  const sealed = app.get(Sealer, { strict: false }).seal(credentials, sealContextOf(merchantId, id));
  await app.get(HotPool, { strict: false }).query({
    text: `INSERT INTO wallet_connection (id, merchant_id, kind, role, sealed_credentials, network, warnings, created_at)
      VALUES ($1, $2, $3, 'primary', $4, 'regtest', '{}', $5)`,
    values: [id, merchantId, KIND, sealed, now],
  });
  return id;
}

function nodeIdIn(credentials: unknown): unknown {
  return typeof credentials === 'object' && credentials !== null && 'nodeId' in credentials
    ? credentials.nodeId
    : null;
}
