import { Client } from 'pg';

/**
 * Ledger rows of challenges that are locked until they are let go: who wants to change one waits, in order of arrival, and a
 * test can see how many do.
 */
export class HeldRows {
  private constructor(
    private readonly holder: Client,
    private readonly watcher: Client,
  ) {}

  static async hold(databaseUrl: string, keys: readonly string[]): Promise<HeldRows> {
    const [holder, watcher] = [new Client(databaseUrl), new Client(databaseUrl)];
    await Promise.all([holder.connect(), watcher.connect()]);
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM challenge_ledger WHERE key = ANY ($1::uuid[]) FOR UPDATE', [keys]);
    return new HeldRows(holder, watcher);
  }

  /** Resolves when so many statements of others wait for a row of this database. */
  async untilWaiting(statements: number): Promise<void> {
    for (let waiting = 0; waiting < statements;) {
      const { rows } = await this.watcher.query<{ waiting: number }>(
        `SELECT count(*)::int4 AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      waiting = rows[0]?.waiting ?? 0;
    }
  }

  /** Lets them go. */
  async release(): Promise<void> {
    await this.holder.query('ROLLBACK');
    await Promise.all([this.holder.end(), this.watcher.end()]);
  }
}
