import type { ColdPool, Transaction } from '@turnpike/database';

import type { TokenRefusal } from './token-refusals.js';

const OF_KEY = `
SELECT reason, count::float8 AS count, last_at AS "lastAt" FROM challenge_refusal WHERE key = $1 ORDER BY last_at, reason`;

/** The refusals of one challenge, the latest last. */
export async function refusalsOf(pool: ColdPool, key: string): Promise<TokenRefusal[]> {
  return (await pool.query<TokenRefusal>({ name: 'refusals-of', text: OF_KEY, values: [key] })).rows;
}

/** Deletes the refusals of challenges that are deleted in this transaction. */
export async function forgetRefusals(transaction: Transaction, keys: readonly string[]): Promise<void> {
  const text = 'DELETE FROM challenge_refusal WHERE key = ANY ($1::uuid[])';
  await transaction.query({ name: 'refusals-forget', text, values: [keys] });
}
