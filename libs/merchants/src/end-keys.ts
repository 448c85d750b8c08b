import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { ApiKeyRecord } from './api-key.js';
import { revokeKeys } from './api-key-table.repository.js';
import type { KeyChoice } from './api-key-table.repository.js';
import { tellOfKey } from './issue-api-key.js';

/** Revokes keys of a merchant and tells each (`api_key.revoked`), in the caller's transaction; gives those that it revoked. */
export async function endKeys(
  tx: TransactionClient,
  merchantId: MerchantId,
  which: KeyChoice,
  now: Date,
): Promise<readonly ApiKeyRecord[]> {
  const revoked = await revokeKeys(tx, merchantId, which, now);
  for (const key of revoked) {
    await tellOfKey(tx, { merchantId, mode: key.mode }, 'api_key.revoked', key, now);
  }
  return revoked;
}
