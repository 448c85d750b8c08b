import { createHash } from 'node:crypto';
import { broken, readEnd, readHeader, readRowLine } from './archive-format.js';
import type { ArchiveHeader } from './archive-format.js';
import { archiveLines } from './archive-lines.js';

/** A row of a file, with the table that it is of. */
export interface ArchivedRow {
  readonly table: string;
  readonly row: string;
}

/** The header of a file in this version's shape; OperatorError for anything else. */
export async function archiveHeader(source: AsyncIterable<Buffer | string>): Promise<ArchiveHeader> {
  for await (const line of archiveLines(source)) return readHeader(line);
  throw broken();
}

/** The rows of a file, one by one; OperatorError once it shows that the file is not as it was written. */
export async function* archivedRows(source: AsyncIterable<Buffer | string>): AsyncGenerator<ArchivedRow> {
  const checksum = createHash('sha256');
  let isFirst = true;
  let isWhole = false;
  for await (const line of archiveLines(source)) {
    if (isWhole) throw broken();
    const end = isFirst ? null : readEnd(line);
    if (end === null) {
      checksum.update(`${line}\n`);
      const found = isFirst ? null : readRowLine(line);
      if (found !== null) yield found;
      else if (!isFirst) throw broken();
    } else {
      isWhole = end.sha256 === checksum.digest('hex');
      if (!isWhole) throw broken();
    }
    isFirst = false;
  }
  if (!isWhole) throw broken();
}

/** Reads a file to its end and throws OperatorError unless it is whole; gives its header. */
export async function checkArchive(source: () => AsyncIterable<Buffer | string>): Promise<ArchiveHeader> {
  const header = await archiveHeader(source());
  for await (const _row of archivedRows(source()));
  return header;
}
