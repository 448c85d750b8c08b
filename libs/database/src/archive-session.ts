import { Client } from 'pg';
import type { QueryResult, QueryResultRow } from 'pg';
import { connectionSettings } from './connection-settings.js';
import type { Statement, Transaction } from './statement-pool.js';

const STATEMENT_MILLIS = 60_000;

const COLUMNS = `
SELECT attname::text AS name FROM pg_attribute
WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`;

/** A connection of its own with one transaction, in which a merchant's rows are read or written for minutes if need be. */
export abstract class ArchiveSession implements Transaction {
  protected constructor(protected readonly client: Client) {}

  /** Runs a statement in the transaction. */
  query<Row extends QueryResultRow = QueryResultRow>(statement: Statement): Promise<QueryResult<Row>> {
    return this.client.query<Row>(statement);
  }

  /** The columns of a table that can be written. */
  async columns(table: string): Promise<readonly string[]> {
    const { rows } = await this.client.query<{ name: string }>(COLUMNS, [table]);
    return rows.map(({ name }) => name);
  }

  /** Ends the connection; what was not committed is undone. */
  async close(): Promise<void> {
    await this.client.end();
  }
}

/** Connects; the waits of such a session are longer than others, and bounded all the same. */
export async function connectForArchive(url: string, idleMillis: number): Promise<Client> {
  const client = new Client({
    ...connectionSettings(url, { idle_in_transaction_session_timeout: String(idleMillis) }),
    statement_timeout: STATEMENT_MILLIS,
    query_timeout: STATEMENT_MILLIS + 1_000,
  });
  // A connection that is lost fails the next statement; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
