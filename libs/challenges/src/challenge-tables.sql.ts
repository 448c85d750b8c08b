import type { ArchivedTable, Transaction } from '@turnpike/database';
import type { KeysInUse } from './keys-in-use.repository.js';

// These tables have no index by merchant.
const OF_CHALLENGES = 'key IN (SELECT key FROM challenge WHERE merchant_id = $1)';

/** What a merchant has sold, in the order in which it can be brought in. Of claims only those that led to a challenge. */
export const challengeTables: readonly ArchivedTable[] = [
  { name: 'challenge', ofMerchant: 'merchant_id = $1' },
  { name: 'challenge_ledger', ofMerchant: `merchant_id = $1 AND ${OF_CHALLENGES}` },
  { name: 'challenge_use', ofMerchant: OF_CHALLENGES },
  { name: 'challenge_watch', ofMerchant: `merchant_id = $1 AND ${OF_CHALLENGES}` },
  { name: 'idempotency_key', ofMerchant: 'merchant_id = $1 AND challenge_key IS NOT NULL' },
  { name: 'settlement_record', ofMerchant: 'merchant_id = $1' },
  { name: 'retired_resource', ofMerchant: 'merchant_id = $1' },
];

/** The condition under which a row with a payment hash is of a challenge that the merchant whose number is `$1` sold. */
export const SOLD_BY_MERCHANT = 'payment_hash IN (SELECT payment_hash FROM challenge WHERE merchant_id = $1)';

// The first byte of a token id is the number of its master key.
const IN_USE = `
SELECT coalesce(array_agg(DISTINCT get_byte(token_id, 0)), '{}') AS master,
       coalesce(array_agg(DISTINCT invoice_kid::int4)
         FILTER (WHERE invoice_kid IS NOT NULL AND invoice_expires_at > $2), '{}') AS invoice
FROM challenge WHERE merchant_id = $1 AND token_expires_at > $2`;

/** The numbers of the keys that a merchant's challenges still need. */
export async function keysInUseOf(
  transaction: Transaction,
  merchantId: number,
  now: Date,
): Promise<KeysInUse> {
  const { rows } = await transaction.query<KeysInUse>({ text: IN_USE, values: [merchantId, now] });
  return rows[0] ?? { master: [], invoice: [] };
}
