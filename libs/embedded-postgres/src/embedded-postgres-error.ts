import { statfs } from 'node:fs/promises';
import { errorCode } from './error-code.js';

/** Why the embedded PostgreSQL could not run, in one line that a person can act on. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

/** Turns what a file operation in the data directory threw into that one line. */
export function fileFailure(path: string, error: unknown): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  return new EmbeddedPostgresError(`DATA_DIR: ${fileProblem(path, errorCode(error))}`, { cause: error });
}

/** The same for a PostgreSQL program that ended: `output` is what it last said, in English since it runs with LC_ALL=C. */
export async function programFailure(
  program: string,
  path: string,
  output: string,
): Promise<EmbeddedPostgresError> {
  if (output.includes('No space left on device') || (await hasNoSpace(path))) {
    return new EmbeddedPostgresError(`DATA_DIR: ${diskFull(path)}`);
  }
  if (output.includes('Read-only file system')) {
    return new EmbeddedPostgresError(`DATA_DIR: ${path} is on a read-only file system`);
  }
  return new EmbeddedPostgresError(`${program} failed in ${path}: ${lastComplaint(output)}`);
}

function fileProblem(path: string, code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `${path} is not writable by this user`;
    case 'EROFS':
      return `${path} is on a read-only file system`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `${path} is not a directory`;
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path);
    default:
      return `${path} cannot be used (${code || 'unknown error'})`;
  }
}

/** PostgreSQL does not always come to say it: with the disk full, its cleaning up may fail first. */
async function hasNoSpace(path: string): Promise<boolean> {
  const space = await statfs(path).catch(() => null);
  return space !== null && space.bavail * space.bsize < enoughBytes;
}

const enoughBytes = 16 * 1024 * 1024;

function diskFull(path: string): string {
  return `the disk that holds ${path} is full`;
}

function lastComplaint(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const complaint = lines.findLast((line) => /\b(PANIC|FATAL|error|ERROR):/.test(line)) ?? lines.at(-1);
  return complaint?.replace(/^.*?\b(?:PANIC|FATAL|error|ERROR):\s*/, '').trim() ?? 'it said nothing';
}
