import { type ColdPool, type Transaction } from '@turnpike/database';

// Read all at once, what a limit leaves for later is read too.
const STEPWISE = `
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`;

/** Does what reads row by row along an index, so that a limit ends it there. */
export function stepwise<T>(pool: ColdPool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return pool.withTransaction(async (transaction) => {
    await transaction.query({ name: 'stepwise', text: STEPWISE });
    return work(transaction);
  });
}
