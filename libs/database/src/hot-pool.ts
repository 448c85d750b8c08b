import { limits } from '@turnpike/config';
import { Injectable, Logger } from '@nestjs/common';
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

/**
 * The small pool for statements that are written by hand and prepared. Its sessions join by nested loop only: their
 * statements touch few rows by key, and so rows are locked in the order in which they were given.
 */
@Injectable()
export class HotPool implements Transaction, OnApplicationShutdown {
  private readonly logger = new Logger(HotPool.name);
  private readonly pool: Pool;

  constructor(url: string, size: number = limits.hotPoolMax) {
    this.pool = new Pool({
      ...connectionSettings(url, {
        enable_hashjoin: 'off',
        enable_mergejoin: 'off',
        jit: 'off',
        // A statement is planned once a session, not anew for every set of values.
        plan_cache_mode: 'force_generic_plan',
      }),
      // Shorter than the rest: a caller of mint or verify waits for it, and gives up after ten seconds himself.
      statement_timeout: limits.hotStatementMillis,
      query_timeout: limits.hotStatementMillis + 1_000,
      max: size,
    });
    // A connection lost while idle is replaced when next one is needed; unheard, the event would end the process.
    this.pool.on('error', (error) => this.logger.warn(`lost a database connection: ${error.message}`));
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
