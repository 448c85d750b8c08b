import { randomBytes } from 'node:crypto';
import { appendOutbox } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import { newApiKey } from '@turnpike/secrets';
import type { ApiKeyRecord, IssuedApiKey } from './api-key.js';
import { insertKey } from './api-key-table.repository.js';
import type { Scope } from './scope.js';

/** What a new key is to be. */
export interface KeyTerms {
  readonly label: string | null;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date | null;
  /** The id of whoever makes it. */
  readonly createdBy: string;
}

/**
 * Makes a key and tells it (`api_key.created`) in the caller's transaction. Only the SHA-256 of the secret is stored; the
 * secret is in the answer and nowhere else.
 */
export async function issueApiKey(
  tx: TransactionClient,
  tenant: Tenant,
  terms: KeyTerms,
  now: Date,
): Promise<IssuedApiKey> {
  const { merchantId, mode } = tenant;
  const { key, prefix, hash } = newApiKey(mode);
  const record: ApiKeyRecord = {
    id: `key_${randomBytes(16).toString('hex')}`,
    label: terms.label,
    mode,
    scopes: terms.scopes,
    prefix,
    createdAt: now,
    expiresAt: terms.expiresAt,
    lastUsedAt: null,
    revokedAt: null,
    createdBy: terms.createdBy,
  };
  await insertKey(tx, merchantId, record, hash);
  await tellOfKey(tx, tenant, 'api_key.created', record, now);
  return { ...record, key };
}

/** Writes an event about a key into the outbox, in the caller's transaction. It says nothing of the secret. */
export async function tellOfKey(
  tx: TransactionClient,
  tenant: Tenant,
  type: 'api_key.created' | 'api_key.revoked',
  key: ApiKeyRecord,
  now: Date,
): Promise<void> {
  const { merchantId, mode } = tenant;
  await appendOutbox(tx, {
    merchantId,
    mode,
    type,
    data: {
      mode,
      merchantId,
      keyId: key.id,
      label: key.label,
      prefix: key.prefix,
      scopes: [...key.scopes],
      expiresAt: key.expiresAt?.toISOString() ?? null,
    },
    occurredAt: now,
  });
}
