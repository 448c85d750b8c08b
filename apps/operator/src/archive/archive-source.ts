import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file's bytes, from their beginning, as often as they are asked for. */
export type ArchiveSource = () => AsyncIterable<Buffer | string>;

const OWNER_ONLY = 0o600;

/**
 * Opens a file to be read more than once: the same one, whatever becomes of its name. What can be read only once, such as a pipe,
 * is written to a file first that only its owner can read and that has no name any more.
 */
export async function withArchiveSource<T>(
  path: string,
  signal: AbortSignal,
  work: (source: ArchiveSource) => Promise<T>,
): Promise<T> {
  const given = await open(path, 'r');
  let file = given;
  try {
    if (!(await given.stat()).isFile()) file = await spooled(given, signal);
    return await work(() => file.createReadStream({ start: 0, autoClose: false, signal }));
  } finally {
    await file.close();
    if (file !== given) await given.close();
  }
}

async function spooled(given: FileHandle, signal: AbortSignal): Promise<FileHandle> {
  const path = join(tmpdir(), `turnpike-import-${randomUUID()}`);
  const file = await open(path, 'wx+', OWNER_ONLY);
  try {
    await unlink(path);
    const pipe = given.createReadStream({ autoClose: false, signal });
    await pipeline(pipe, file.createWriteStream({ autoClose: false }), { signal });
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
