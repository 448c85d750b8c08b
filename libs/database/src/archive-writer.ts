import { escapeIdentifier } from 'pg';
import { ArchiveSession, connectForArchive } from './archive-session.js';
import type { ArchivedTable } from './archived-table.js';

/** Events of everybody wait for a transaction that writes: so it may not stand still for long. */
const IDLE_MILLIS = 30_000;

/** Writes a merchant's rows in one transaction: all of them, or none. */
export class ArchiveWriter extends ArchiveSession {
  /** Connects; the transaction begins with `begin`. */
  static async open(url: string): Promise<ArchiveWriter> {
    return new ArchiveWriter(await connectForArchive(url, IDLE_MILLIS));
  }

  /**
   * Sees to it that the table's sequence never gives this number again. Comes before `begin`, as it holds the table for a
   * moment, and does no harm if nothing is written after it.
   */
  async passNumber({ name, numbered }: ArchivedTable, number: number): Promise<void> {
    if (numbered === undefined) return;
    const sequence = `pg_get_serial_sequence('${name}', '${numbered}')`;
    await this.client.query('BEGIN');
    // Nobody takes a number in between, which would be given out again.
    await this.client.query(`LOCK TABLE ${escapeIdentifier(name)} IN SHARE ROW EXCLUSIVE MODE`);
    await this.client.query(`SELECT setval(${sequence}, greatest($1::int8, nextval(${sequence})))`, [number]);
    await this.client.query('COMMIT');
  }

  /** Begins the transaction. */
  async begin(): Promise<void> {
    await this.client.query('BEGIN');
    await this.client.query(
      'CREATE TEMP TABLE archived_number (name text, old int8, new int8, PRIMARY KEY (name, old)) ON COMMIT DROP',
    );
  }

  /** Whether the merchant has rows in that table. */
  async hasRows({ name, ofMerchant }: ArchivedTable, merchantId: number): Promise<boolean> {
    const { rows } = await this.client.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM ${escapeIdentifier(name)} WHERE ${ofMerchant}) AS found`,
      [merchantId],
    );
    return rows[0]?.found === true;
  }

  /**
   * Writes rows as `ArchiveReader` gave them; returns how many of them are the merchant's and so were written. With
   * `replaced`, columns get those values in SQL whatever the table says.
   */
  async insert(
    { name, ofMerchant, replaced: always, renumbered, belongsTo }: ArchivedTable,
    merchantId: number,
    columns: readonly string[],
    rows: readonly string[],
    replaced: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const table = escapeIdentifier(name);
    const given = `jsonb_populate_recordset(NULL::${table}, $1::jsonb)`;
    const json = `[${rows.join(',')}]`;
    const valueOf: Record<string, string> = { ...always, ...replaced };
    if (renumbered !== undefined) {
      await this.renumber(name, renumbered, given, json);
      valueOf[renumbered] = newNumber(name, renumbered);
    }
    if (belongsTo !== undefined) valueOf[belongsTo.column] = newNumber(belongsTo.table, belongsTo.column);
    const list = columns.map((column) => escapeIdentifier(column)).join(', ');
    const values = columns.map((column) => valueOf[column] ?? escapeIdentifier(column)).join(', ');
    // What belongs to a row of the file is the merchant's, as that row is; its number is one of the file's still.
    const [condition, parameters] =
      belongsTo === undefined
        ? [ofMerchant.replaceAll('$1', '$2'), [json, merchantId]]
        : [`${newNumber(belongsTo.table, belongsTo.column)} IS NOT NULL`, [json]];
    const { rowCount } = await this.client.query(
      `INSERT INTO ${table} (${list}) SELECT ${values} FROM ${given} WHERE ${condition}`,
      parameters,
    );
    return rowCount ?? 0;
  }

  /** The numbers of the keys that a merchant's rows are sealed under. */
  async sealKids({ name, ofMerchant, sealed = [] }: ArchivedTable, merchantId: number): Promise<number[]> {
    const kids = new Set<number>();
    for (const column of sealed) {
      // The second byte of an envelope is the number of its key.
      const { rows } = await this.client.query<{ kid: number }>(
        `SELECT DISTINCT get_byte(${escapeIdentifier(column)}, 1) AS kid FROM ${escapeIdentifier(name)}
         WHERE ${ofMerchant} AND octet_length(${escapeIdentifier(column)}) >= 2`,
        [merchantId],
      );
      for (const { kid } of rows) kids.add(kid);
    }
    return [...kids];
  }

  /** Gives rows numbers of this database, and remembers which, until the transaction ends. */
  private async renumber(table: string, column: string, given: string, json: string): Promise<void> {
    await this.client.query(
      `INSERT INTO archived_number
       SELECT '${table}', ${escapeIdentifier(column)}, nextval(pg_get_serial_sequence('${table}', '${column}')) FROM ${given}`,
      [json],
    );
  }

  /** Makes it last. */
  async commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    // A transaction in which a statement failed unseen answers by rolling back, without an error.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
  }
}

/** What a row's old number has become, as SQL; null where the file has no such row. */
function newNumber(table: string, column: string): string {
  return `(SELECT n.new FROM archived_number n WHERE n.name = '${table}' AND n.old = ${escapeIdentifier(column)})`;
}
