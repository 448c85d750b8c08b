import { execFile } from 'node:child_process';
import { chown, lchown, mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { type Binaries, programEnvironment } from './binaries.js';
import { type DataDirectory, passwordFile } from './data-directory.js';
import { type DatabaseUser, runAs } from './database-user.js';
import { EmbeddedPostgresError, fileFailure, programFailure } from './embedded-postgres-error.js';
import { errorCode } from './error-code.js';
import { removeUnfinished, unfinished } from './unfinished.js';

const run = promisify(execFile);

/** The cluster's only role. */
export const role = 'turnpike';

/**
 * Makes the cluster unless there is one: in a directory beside it that is renamed when all is done, so that a start
 * killed half-way leaves nothing that looks like a cluster. Refuses a cluster of another major version.
 */
export async function createClusterIfMissing(
  data: DataDirectory,
  binaries: Binaries,
  user: DatabaseUser | null,
  throwAway: boolean,
): Promise<void> {
  const draft = unfinished(data.cluster);
  try {
    await removeUnfinished(data.path, basename(data.cluster));
    if (await isCluster(data.cluster, binaries.major)) {
      await adoptOwnership(data.cluster, user);
      return;
    }
    await mkdir(draft, { mode: 0o700 });
    if (user !== null) await chown(draft, user.uid, user.gid);
    await initdb(draft, data, binaries, user, throwAway);
    await rename(draft, data.cluster).catch(async (error: unknown) => {
      // Another start made it in between.
      if (!(await isCluster(data.cluster, binaries.major))) throw error;
    });
  } catch (error) {
    throw fileFailure(data.path, error);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function initdb(
  directory: string,
  data: DataDirectory,
  binaries: Binaries,
  user: DatabaseUser | null,
  throwAway: boolean,
): Promise<void> {
  const args = [
    ...['-D', data.nameFor(directory), '-U', role, '-A', 'scram-sha-256'],
    // Relative, because a parent of the data directory may be closed to the database user.
    `--pwfile=../${basename(passwordFile(data))}`,
    // PostgreSQL's own UTF-8 collation: the machine's locales need not exist and may change.
    ...['--encoding=UTF8', '--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    '--no-instructions',
    // What it leaves when it fails we remove ourselves, after a look at whether the disk is full.
    '--no-clean',
    ...(throwAway ? ['--no-sync'] : []),
  ];
  try {
    await run(join(binaries.directory, 'initdb'), args, {
      cwd: directory,
      env: programEnvironment,
      ...runAs(user),
    });
  } catch (error) {
    throw await programFailure('initdb', data.path, outputOf(error));
  }
}

function outputOf(error: unknown): string {
  const said = error as { stdout?: string; stderr?: string; message: string };
  return [said.stdout, said.stderr ?? said.message].join('\n');
}

async function isCluster(directory: string, major: string): Promise<boolean> {
  const version = await readFile(join(directory, 'PG_VERSION'), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  if (version === null || version.trim() === major) return version !== null;
  throw new EmbeddedPostgresError(
    `DATA_DIR: ${directory} was made by PostgreSQL ${version.trim()}, and this is PostgreSQL ${major}`,
  );
}

/** A data directory that an ordinary user made may later be started by root, and then belongs to root's database user. */
async function adoptOwnership(directory: string, user: DatabaseUser | null): Promise<void> {
  if (user === null || (await stat(directory)).uid === user.uid) return;
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
  await chown(directory, user.uid, user.gid);
}
