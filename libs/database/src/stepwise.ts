import type { StatementPool, Transaction } from './statement-pool.js';

const STEPWISE = `
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`;

/**
 * Does what reads along an index, row by row, whatever the planner thinks of it: so a limit ends it there, and nobody else's
 * rows are read. Read all at once, what a limit leaves for later is read too.
 */
export function stepwise<T>(pool: StatementPool, work: (transaction: Transaction) => Promise<T>): Promise<T> {
  return pool.withTransaction(async (transaction) => {
    await transaction.query({ name: 'stepwise', text: STEPWISE });
    return work(transaction);
  });
}
