import { Client } from 'pg';

/**
 * The row of a connection, locked until it is let go: who wants to change it waits, and a test can see how many statements
 * of the database wait for something.
 */
export class HeldConnections {
  private constructor(
    private readonly holder: Client,
    private readonly watcher: Client,
  ) {}

  /** Locks it. */
  static async hold(databaseUrl: string, id: string): Promise<HeldConnections> {
    const [holder, watcher] = [new Client(databaseUrl), new Client(databaseUrl)];
    await Promise.all([holder.connect(), watcher.connect()]);
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM wallet_connection WHERE id = $1 FOR UPDATE', [id]);
    return new HeldConnections(holder, watcher);
  }

  /** Resolves when so many statements wait for a lock. */
  async untilWaiting(statements: number): Promise<void> {
    for (let waiting = 0; waiting < statements;) {
      const { rows } = await this.watcher.query<{ waiting: number }>(
        `SELECT count(*)::int4 AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      waiting = rows[0]?.waiting ?? 0;
    }
  }

  /** Lets it go. */
  async release(): Promise<void> {
    await this.holder.query('ROLLBACK');
    await Promise.all([this.holder.end(), this.watcher.end()]);
  }
}
