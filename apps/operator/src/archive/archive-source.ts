import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file's bytes, from their beginning, as often as they are asked for. */
export type ArchiveSource = () => AsyncIterable<Buffer | string>;

const OWNER_ONLY = 0o600;
const CHUNK_BYTES = 65_536;

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
    if (!(await given.stat()).isFile()) file = await spooled(bytesOf(given, null, signal));
    return await work(() => bytesOf(file, 0, signal));
  } finally {
    await file.close();
    if (file !== given) await given.close();
  }
}

/** What is there from a position on; without one, what comes next. */
async function* bytesOf(file: FileHandle, from: number | null, signal: AbortSignal): AsyncGenerator<Buffer> {
  for (let position = from; ;) {
    signal.throwIfAborted();
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    if (position !== null) position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

async function spooled(bytes: AsyncIterable<Buffer>): Promise<FileHandle> {
  const path = join(tmpdir(), `turnpike-import-${randomUUID()}`);
  const file = await open(path, 'wx+', OWNER_ONLY);
  try {
    await unlink(path);
    for await (const chunk of bytes) await file.writeFile(chunk);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}
