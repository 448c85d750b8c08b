import { chmod, chown, link, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { canReach, type DatabaseUser } from './database-user.js';
import { EmbeddedPostgresError, fileFailure } from './embedded-postgres-error.js';
import { errorCode } from './error-code.js';
import { unfinished } from './unfinished.js';

/** Where one embedded PostgreSQL lives: `pg` (the cluster), `pg-password` and `pg.log` in DATA_DIR. */
export interface DataDirectory {
  readonly path: string;
  readonly cluster: string;
  readonly log: string;
  /** The directory to name to a program that runs as the database user, inside that directory. */
  nameFor(directory: string): string;
}

/**
 * Makes DATA_DIR if need be: closed to others, but for root with search permission, since PostgreSQL runs as another
 * user there.
 */
export async function openDataDirectory(dataDir: string, user: DatabaseUser | null): Promise<DataDirectory> {
  const path = resolve(dataDir);
  try {
    await makeDirectory(path, user === null ? 0o700 : 0o711);
    const { mode } = await stat(path);
    if (user !== null && (mode & 0o011) !== 0o011) await chmod(path, (mode & 0o7777) | 0o011);
  } catch (error) {
    throw fileFailure(path, error);
  }
  const reachable = await canReach(user, path);
  if (!reachable && process.platform !== 'linux') {
    throw new EmbeddedPostgresError(
      `DATA_DIR: PostgreSQL runs as user ${user?.name}, who cannot enter a parent of ${path}`,
    );
  }
  return {
    path,
    cluster: join(path, 'pg'),
    log: join(path, 'pg.log'),
    // A program started inside a directory may use it through /proc/self/cwd even where a parent is closed to its user.
    nameFor: (directory) => (reachable ? directory : '/proc/self/cwd'),
  };
}

async function makeDirectory(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode });
  } catch (error) {
    // On a read-only file system the recursive call says ENOENT; the plain one says what is the matter.
    if (errorCode(error) !== 'ENOENT') throw error;
    await mkdir(path, { mode });
  }
}

/**
 * The password of the cluster's only role, made on the first start and kept in a file that only the database user
 * (and root) can read.
 */
export async function clusterPassword(data: DataDirectory, user: DatabaseUser | null): Promise<string> {
  const file = passwordFile(data);
  const fresh = unfinished(file);
  try {
    await writeFile(fresh, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    // A link never replaces a file, so of several starts at once the first decides for all.
    await link(fresh, file).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    if (user !== null) await chown(file, user.uid, user.gid);
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw fileFailure(data.path, error);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** Where that password stands. */
export function passwordFile(data: DataDirectory): string {
  return join(data.path, 'pg-password');
}
