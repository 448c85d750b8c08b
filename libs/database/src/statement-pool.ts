import { limits } from '@turnpike/config';
import { Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'pg';
import type { PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';
import { connectionSettings } from './connection-settings.js';
import { isDatabaseUnavailable } from './database-error.js';

/** One statement; with a name it is prepared once per connection. */
export type Statement = QueryConfig<unknown[]>;

/** What runs statements inside one transaction. */
export interface Transaction {
  query<Row extends QueryResultRow = QueryResultRow>(statement: Statement): Promise<QueryResult<Row>>;
}

/** What tells one pool from another. */
export interface StatementPoolSettings {
  readonly url: string;
  /** Connections at most. */
  readonly size: number;
  /** How long the server may be at one statement. */
  readonly statementMillis: number;
  /** PostgreSQL's settings for each session. */
  readonly session: Record<string, string>;
}

/**
 * A pool for statements that are written by hand. No wait of its sessions is without end: a process that stands still in
 * the middle of a transaction loses it, and with it the locks that others wait for.
 */
export abstract class StatementPool implements Transaction, OnApplicationShutdown {
  private readonly pool: Pool;

  protected constructor({ url, size, statementMillis, session }: StatementPoolSettings) {
    this.pool = new Pool({
      ...connectionSettings(url, {
        idle_in_transaction_session_timeout: String(limits.databaseIdleTransactionMillis),
        lock_timeout: String(limits.databaseLockMillis),
        jit: 'off',
        ...session,
      }),
      statement_timeout: statementMillis,
      // A little more than the server's own bound, which tells a slow statement from a lost server.
      query_timeout: statementMillis + 1_000,
      max: size,
    });
    const logger = new Logger(new.target.name);
    // A connection lost while idle is replaced when next one is needed; unheard, the event would end the process.
    this.pool.on('error', (error) => logger.warn(`lost a database connection: ${error.message}`));
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Runs one statement on any free connection. Rejects with the database's error. */
  query<Row extends QueryResultRow = QueryResultRow>(statement: Statement): Promise<QueryResult<Row>> {
    return this.pool.query<Row>(statement);
  }

  /**
   * Runs `work` in one transaction and commits; rolls back if it throws. When the commit itself fails for anything but a
   * refusal of the server, the outcome is unknown.
   */
  async withTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN');
      const result = await work(client);
      // A transaction in which a statement failed unseen answers COMMIT by rolling back, without an error.
      if ((await client.query('COMMIT')).command !== 'COMMIT')
        throw new Error('the transaction was rolled back');
      client.release();
      return result;
    } catch (error) {
      await giveBack(client, error);
      throw error;
    }
  }

  /** Waits for running statements, then closes every connection. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.pool.ended) await this.pool.end();
  }
}

/** After a failure: rolled back if the server still answers, else closed, which rolls back too. */
async function giveBack(client: PoolClient, error: unknown): Promise<void> {
  if (isDatabaseUnavailable(error)) {
    client.release(true);
    return;
  }
  await client.query('ROLLBACK').then(
    () => client.release(),
    () => client.release(true),
  );
}
