import { createHmac } from 'node:crypto';
import type { KeyEntry } from '@turnpike/config';
import { OperatorError } from '../command.js';
import { operatorBounds } from '../operator-bounds.js';

/** What the file says it is, and the version of its shape. */
export const ARCHIVE_FORMAT = 'turnpike-merchant';
/** Files of another version are refused. */
export const ARCHIVE_VERSION = 1;

/** A key of the instance that a file comes from: by this it is known again, and nobody can tell the key from it. */
export interface KeyMark {
  readonly kid: number;
  readonly mark: string;
}

/** The first line of a file. */
export interface ArchiveHeader {
  readonly format: typeof ARCHIVE_FORMAT;
  readonly version: typeof ARCHIVE_VERSION;
  /** The version of the program that wrote it. */
  readonly program: string;
  readonly exportedAt: string;
  readonly merchantId: number;
  readonly keys: Readonly<Record<'master' | 'invoice' | 'seal', readonly KeyMark[]>>;
  /** The columns of each table. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
}

/** The last line of a file. */
export interface ArchiveEnd {
  readonly end: true;
  readonly rows: Readonly<Record<string, number>>;
  /** Of all bytes before this line. */
  readonly sha256: string;
}

/** The marks of a ring. */
export function marksOf(ring: readonly KeyEntry[] | null): readonly KeyMark[] {
  return (ring ?? []).map(({ kid, key }) => ({
    kid,
    mark: createHmac('sha256', key).update('turnpike archive').digest('hex').slice(0, 16),
  }));
}

/** The line of a row, which is JSON already. */
export function rowLine(table: string, row: string): string {
  return `{"table":"${table}","row":${row}}\n`;
}

/** The table and the row of a line; null for a line that is none. */
export function readRowLine(line: string): { readonly table: string; readonly row: string } | null {
  const [, table, row] = /^\{"table":"([a-z_]{1,63})","row":(\{.*\})\}$/s.exec(line) ?? [];
  return table === undefined || row === undefined ? null : { table, row };
}

/** The header in a file's first line; OperatorError for what this version cannot bring in. */
export function readHeader(line: string): ArchiveHeader {
  const header = parsed(line);
  if (header['format'] !== ARCHIVE_FORMAT) throw new OperatorError('the file holds no exported merchant');
  if (header['version'] !== ARCHIVE_VERSION)
    throw new OperatorError(
      `the file is of version ${JSON.stringify(header['version'])}; this program reads ${ARCHIVE_VERSION}`,
    );
  const { merchantId, keys, tables } = header;
  const isMerchant = Number.isInteger(merchantId) && inRange(merchantId);
  if (!isMerchant || !isRecord(keys) || !isRecord(tables)) throw broken();
  for (const ring of ['master', 'invoice', 'seal']) if (!isMarks(keys[ring])) throw broken();
  for (const columns of Object.values(tables)) if (!isTexts(columns)) throw broken();
  return header as unknown as ArchiveHeader;
}

/** The end in a file's last line; null for a line that is none. */
export function readEnd(line: string): ArchiveEnd | null {
  if (!line.startsWith('{"end":true,')) return null;
  const end = parsed(line);
  return typeof end['sha256'] === 'string' && isRecord(end['rows']) ? (end as unknown as ArchiveEnd) : null;
}

/** The file is not as it was written. */
export function broken(): OperatorError {
  return new OperatorError('the file is damaged or was cut off: export the merchant again');
}

function parsed(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (isRecord(value)) return value;
  } catch {
    // Said below; the parser's own words would quote the line.
  }
  throw broken();
}

function inRange(id: unknown): boolean {
  return typeof id === 'number' && id >= 1 && id <= operatorBounds.importedMerchantIdMax;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isMarks(value: unknown): boolean {
  const isMark = (one: unknown): boolean =>
    isRecord(one) && typeof one['kid'] === 'number' && typeof one['mark'] === 'string';
  return Array.isArray(value) && value.every(isMark);
}
