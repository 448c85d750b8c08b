import { escapeIdentifier } from 'pg';
import { ArchiveSession, connectForArchive } from './archive-session.js';
import { ARCHIVE_BATCH_ROWS_MAX } from './archived-table.js';
import type { ArchivedTable } from './archived-table.js';

/** Whoever takes the rows may be slow, such as a pipe to another machine. */
const IDLE_MILLIS = 600_000;

/** Reads a merchant's rows, all as they were in one moment. */
export class ArchiveReader extends ArchiveSession {
  /** Begins. Rejects with the driver's error if the database cannot be reached. */
  static async open(url: string): Promise<ArchiveReader> {
    const client = await connectForArchive(url, IDLE_MILLIS);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return new ArchiveReader(client);
  }

  /** The rows of a table, some at a time, each as the JSON that PostgreSQL makes of it: every number exact, bytes in hex. */
  async *rows({ name, ofMerchant }: ArchivedTable, merchantId: number): AsyncGenerator<readonly string[]> {
    const table = escapeIdentifier(name);
    await this.client.query(
      `DECLARE archived NO SCROLL CURSOR FOR SELECT to_jsonb(r)::text AS row FROM ${table} r WHERE ${ofMerchant}`,
      [merchantId],
    );
    for (;;) {
      const { rows } = await this.client.query<{ row: string }>(
        `FETCH ${ARCHIVE_BATCH_ROWS_MAX} FROM archived`,
      );
      if (rows.length === 0) break;
      yield rows.map(({ row }) => row);
    }
    await this.client.query('CLOSE archived');
  }
}
