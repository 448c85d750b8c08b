import type { TransactionClient } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import { InvalidApiKey } from '@turnpike/problems';
import { countWorkingKeys, holdMerchant } from './api-key-table.repository.js';

/**
 * Throws `InvalidApiKey` unless a key still works; it then does until the transaction ends, as whoever ends a key holds the
 * merchant first. What was remembered of the key may be 1.5 s old, and one revoked since must leave nothing behind.
 */
export async function requireWorkingKey(
  tx: TransactionClient,
  merchantId: MerchantId,
  keyId: string,
  now: Date,
): Promise<void> {
  const works =
    (await holdMerchant(tx, merchantId)) && (await countWorkingKeys(tx, merchantId, now, keyId)) > 0;
  if (!works) throw new InvalidApiKey();
}
