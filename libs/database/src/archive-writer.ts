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
  }

  /** Whether the merchant has rows in that table. */
  async hasRows({ name, ofMerchant }: ArchivedTable, merchantId: number): Promise<boolean> {
    const { rows } = await this.client.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM ${escapeIdentifier(name)} WHERE ${ofMerchant}) AS found`,
      [merchantId],
    );
    return rows[0]?.found === true;
  }

  /** Writes rows as `ArchiveReader` gave them; returns how many of them are the merchant's and so were written. */
  async insert(
    { name, ofMerchant, replaced = {} }: ArchivedTable,
    merchantId: number,
    columns: readonly string[],
    rows: readonly string[],
  ): Promise<number> {
    const table = escapeIdentifier(name);
    const list = columns.map((column) => escapeIdentifier(column)).join(', ');
    const values = columns.map((column) => replaced[column] ?? escapeIdentifier(column)).join(', ');
    const { rowCount } = await this.client.query(
      `INSERT INTO ${table} (${list})
       SELECT ${values} FROM jsonb_populate_recordset(NULL::${table}, $2::jsonb) WHERE ${ofMerchant}`,
      [merchantId, `[${rows.join(',')}]`],
    );
    return rowCount ?? 0;
  }

  /** Makes it last. */
  async commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    // A transaction in which a statement failed unseen answers by rolling back, without an error.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
  }
}
