import { Client } from 'pg';

/** Those who wait for a lock on that table of this database: one that is cloned from the same template has the same numbers. */
const WAITING = `FROM pg_locks WHERE NOT granted AND relation = $1::regclass
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * A table that nobody else can write or read until it is let go: who tries stands still in the middle of what it does, and
 * a test can see when that is so.
 */
export class HeldTable {
  private constructor(
    private readonly holder: Client,
    private readonly watcher: Client,
    private readonly table: string,
  ) {}

  static async hold(databaseUrl: string, table: string): Promise<HeldTable> {
    const [holder, watcher] = [connection(databaseUrl), connection(databaseUrl)];
    await Promise.all([holder.connect(), watcher.connect()]);
    await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return new HeldTable(holder, watcher, table);
  }

  /** Resolves when so many statements of others wait for the table. */
  async untilWaiting(statements = 1): Promise<void> {
    const count = `SELECT count(*)::int4 AS waiting ${WAITING}`;
    let waiting = 0;
    while (waiting < statements) {
      const { rows } = await this.watcher.query<{ waiting: number }>(count, [this.table]);
      waiting = rows[0]?.waiting ?? 0;
    }
  }

  /** Ends the connections of those who wait, as the server does with one whose client it finds gone. */
  async dropWaiting(): Promise<void> {
    await this.watcher.query(`SELECT pg_terminate_backend(pid) ${WAITING}`, [this.table]);
    let waiting = 1;
    while (waiting > 0) {
      const { rows } = await this.watcher.query<{ waiting: number }>(
        `SELECT count(*)::int4 AS waiting ${WAITING}`,
        [this.table],
      );
      waiting = rows[0]?.waiting ?? 0;
    }
  }

  /** Lets the table go. */
  async release(): Promise<void> {
    await this.holder.query('ROLLBACK').catch(() => undefined);
    await Promise.all([this.holder.end(), this.watcher.end()].map((end) => end.catch(() => undefined)));
  }
}

function connection(connectionString: string): Client {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  return client;
}
