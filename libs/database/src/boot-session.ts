import { Client } from 'pg';
import type { Transaction } from './statement-pool.js';

/** The number that Prisma's own migrate commands lock, so that neither runs beside the other. */
const LOCK_KEY = 72707369;
/** How long one that starts waits for another that brings the database up to date. */
const TURN_MILLIS = 600_000;
/** How long it waits for a table, while others wait behind it. */
const TABLE_MILLIS = 60_000;

/**
 * Works on a connection of its own before anything is served: by one process at a time, the others wait for it, and with no
 * bound on a statement.
 */
export async function underBootLock<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: 'turnpike',
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Whatever the server allows others.
    await client.query('SET statement_timeout = 0');
    await client.query(`SET lock_timeout = ${TURN_MILLIS}`);
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(`SET lock_timeout = ${TABLE_MILLIS}`);
    return await work(client);
  } finally {
    // Ending the session gives the lock back too.
    await client.end();
  }
}

/** The same in one transaction, which is committed unless `work` rejects. */
export function transactionAtBoot<T>(
  url: string,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  return underBootLock(url, async (client) => {
    await client.query('BEGIN');
    const result = await work({ query: (statement) => client.query(statement) });
    if ((await client.query('COMMIT')).command !== 'COMMIT')
      throw new Error('the transaction was rolled back');
    return result;
  });
}
