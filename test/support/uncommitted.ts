import { Client } from 'pg';

/** What somebody has written and not committed yet: who is concerned by it waits, and a test can see when that is so. */
export class Uncommitted {
  private constructor(
    private readonly writer: Client,
    private readonly watcher: Client,
  ) {}

  static async write(databaseUrl: string, text: string, values: readonly unknown[]): Promise<Uncommitted> {
    const [writer, watcher] = [new Client(databaseUrl), new Client(databaseUrl)];
    await Promise.all([writer.connect(), watcher.connect()]);
    await writer.query('BEGIN');
    await writer.query(text, [...values]);
    return new Uncommitted(writer, watcher);
  }

  /** Resolves when somebody waits for a row of this database. */
  async untilWaitedFor(): Promise<void> {
    for (let waiting = 0; waiting === 0;) {
      const { rows } = await this.watcher.query<{ waiting: number }>(
        `SELECT count(*)::int4 AS waiting FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      waiting = rows[0]?.waiting ?? 0;
    }
  }

  /** Commits it. */
  async commit(): Promise<void> {
    await this.writer.query('COMMIT');
    await Promise.all([this.writer.end(), this.watcher.end()]);
  }
}
