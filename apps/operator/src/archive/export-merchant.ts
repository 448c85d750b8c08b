import { createHash } from 'node:crypto';
import { VERSION } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { ArchiveReader } from '@turnpike/database';
import { NotFound } from '@turnpike/problems';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, marksOf, rowLine } from './archive-format.js';
import type { ArchiveEnd, ArchiveHeader } from './archive-format.js';
import { archivedTables } from './archived-tables.js';

/** How many rows of each table were written. */
export type ArchivedRows = Readonly<Record<string, number>>;

/**
 * Writes a merchant with all that is its own, as it is in one moment, and ends with a checksum. `NotFound` if there is none,
 * before anything is written. Secrets stay sealed, and of keys there are hashes only.
 */
export async function exportMerchant(
  env: Env & { readonly databaseUrl: string },
  merchantId: number,
  write: (text: string) => Promise<void>,
  signal: AbortSignal,
): Promise<ArchivedRows> {
  const reader = await ArchiveReader.open(env.databaseUrl);
  try {
    const columns: Record<string, readonly string[]> = {};
    for (const { name } of archivedTables) columns[name] = await reader.columns(name);
    const header: ArchiveHeader = {
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      program: VERSION,
      exportedAt: new Date().toISOString(),
      merchantId,
      keys: {
        master: marksOf(env.masterKeys),
        invoice: marksOf(env.invoiceKeys),
        seal: marksOf(env.sealKeys),
      },
      tables: columns,
    };
    const checksum = createHash('sha256');
    const put = async (text: string): Promise<void> => {
      checksum.update(text);
      await write(text);
    };
    const counts: Record<string, number> = {};
    for (const table of archivedTables) {
      let count = 0;
      for await (const rows of reader.rows(table, merchantId)) {
        signal.throwIfAborted();
        // Not before a row is there, so that nothing is written of a merchant that does not exist.
        if (table === archivedTables[0]) await put(`${JSON.stringify(header)}\n`);
        await put(rows.map((row) => rowLine(table.name, row)).join(''));
        count += rows.length;
      }
      if (count === 0 && table === archivedTables[0]) throw new NotFound('Merchant');
      counts[table.name] = count;
    }
    const end: ArchiveEnd = { end: true, rows: counts, sha256: checksum.digest('hex') };
    await write(`${JSON.stringify(end)}\n`);
    return counts;
  } finally {
    await reader.close();
  }
}
