import { appendAuditEntry } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import type { Env } from '@turnpike/config';
import { ARCHIVE_BATCH_ROWS_MAX, ArchiveWriter, isUniqueViolation } from '@turnpike/database';
import type { ArchivedTable } from '@turnpike/database';
import { OperatorError } from '../command.js';
import { errorCode } from '../error-code.js';
import { operatorBounds } from '../operator-bounds.js';
import { broken } from './archive-format.js';
import type { ArchiveHeader } from './archive-format.js';
import type { ArchiveSource } from './archive-source.js';
import { archivedTables } from './archived-tables.js';
import { archivedRows, checkArchive } from './check-archive.js';
import type { ArchivedRow } from './check-archive.js';
import type { ArchivedRows } from './export-merchant.js';
import { requireFittingKeys } from './fitting-keys.js';
import type { AcceptedLoss } from './fitting-keys.js';

/** What was brought in. */
export interface ImportedMerchant {
  readonly merchantId: number;
  readonly rows: ArchivedRows;
}

/**
 * Brings a merchant in from a file, with its number and all that is its own: everything in one transaction, or nothing. The file
 * is read to its end before the database is asked for anything. Throws OperatorError for a file that is damaged or of another
 * version, for a merchant of which anything exists here, for rows of anybody else, and for keys that are not here.
 */
export async function importMerchant(
  env: Env & { readonly databaseUrl: string },
  source: ArchiveSource,
  accepted: AcceptedLoss,
  by: Author,
): Promise<ImportedMerchant> {
  const header = await checkArchive(source);
  const writer = await ArchiveWriter.open(env.databaseUrl);
  try {
    return await new Import(writer, header, env, accepted, by).run(archivedRows(source()));
  } catch (error) {
    if (!isUniqueViolation(error)) throw isDataError(error) ? broken() : error;
    throw new OperatorError(`something of the merchant exists here already: ${told(error)}`);
  } finally {
    await writer.close();
  }
}

class Import {
  private readonly counts: Record<string, number> = {};
  private readonly waiting: string[] = [];
  private waitingChars = 0;
  private table: ArchivedTable | null = null;

  constructor(
    private readonly writer: ArchiveWriter,
    private readonly header: ArchiveHeader,
    private readonly env: Env,
    private readonly accepted: AcceptedLoss,
    private readonly by: Author,
  ) {}

  async run(rows: AsyncGenerator<ArchivedRow>): Promise<ImportedMerchant> {
    await this.prepare();
    // Its last row comes only if the file is still as it was when it was checked.
    for await (const row of rows) await this.take(row);
    await this.flush();
    return await this.finish();
  }

  private async prepare(): Promise<void> {
    const { merchantId, tables } = this.header;
    for (const table of archivedTables) {
      const known = await this.writer.columns(table.name);
      const unknown = tables[table.name]?.find((column) => !known.includes(column));
      if (unknown !== undefined)
        throw new OperatorError(
          `the file has ${table.name}.${unknown}, which this version does not know: update first`,
        );
      if (await this.writer.hasRows(table, merchantId))
        throw new OperatorError(`merchant ${merchantId} exists here already`);
    }
    const strange = Object.keys(tables).find((name) => !archivedTables.some((table) => table.name === name));
    if (strange !== undefined)
      throw new OperatorError(
        `the file has ${JSON.stringify(strange)}, which this version does not know: update first`,
      );
    for (const table of archivedTables) await this.writer.passNumber(table, merchantId);
    await this.writer.begin();
  }

  private async take({ table: name, row }: ArchivedRow): Promise<void> {
    const table = archivedTables.find((one) => one.name === name);
    if (table === undefined) throw broken();
    const isFull =
      this.waiting.length >= ARCHIVE_BATCH_ROWS_MAX ||
      this.waitingChars + row.length > operatorBounds.archiveBatchCharsMax;
    if (table !== this.table || isFull) await this.flush();
    this.table = table;
    if (this.accepted.secrets && table.unsealed === 'left out') return;
    this.waiting.push(row);
    this.waitingChars += row.length;
  }

  private async flush(): Promise<void> {
    const { merchantId, tables } = this.header;
    const rows = this.waiting.splice(0);
    this.waitingChars = 0;
    if (this.table === null || rows.length === 0) return;
    const { name } = this.table;
    const columns = tables[name];
    if (columns === undefined || columns.length === 0) throw broken();
    const { unsealed } = this.table;
    const replaced = this.accepted.secrets && typeof unsealed === 'object' ? unsealed : {};
    const written = await this.writer.insert(this.table, merchantId, columns, rows, replaced);
    if (written !== rows.length)
      throw new OperatorError(`the file has rows of ${name} that are not of merchant ${merchantId}`);
    this.counts[name] = (this.counts[name] ?? 0) + written;
  }

  private async finish(): Promise<ImportedMerchant> {
    const { merchantId, exportedAt, program } = this.header;
    if (this.counts['merchant'] !== 1) throw broken();
    await requireFittingKeys(this.writer, this.header, this.env, this.accepted);
    const change = { action: 'merchant.import', target: String(merchantId) } as const;
    const detail = { exportedAt, program, rows: this.counts };
    await appendAuditEntry(this.writer, this.by, {
      merchantId,
      mode: null,
      ...change,
      detail,
      at: new Date(),
    });
    await this.writer.commit();
    return { merchantId, rows: this.counts };
  }
}

/** PostgreSQL could not make rows of it: class 22, or a column that must not be empty, or a check. */
function isDataError(error: unknown): boolean {
  const code = errorCode(error);
  return code.startsWith('22') || code === '23502' || code === '23514';
}

function told(error: unknown): string {
  return error instanceof Error && 'detail' in error
    ? String(error.detail)
    : 'a name that must be unique is taken';
}
