import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { type DatabaseUser, runAs } from './database-user.js';
import { EmbeddedPostgresError, fileFailure } from './embedded-postgres-error.js';
import { errorCode } from './error-code.js';

/** The folder that holds `postgres` and `initdb`, and the major version of both. */
export interface Binaries {
  readonly directory: string;
  readonly major: string;
}

/** What PostgreSQL's programs get to see: English messages, and none of our caller's PG* variables. */
export const programEnvironment = { LC_ALL: 'C', TZ: 'UTC' };

const run = promisify(execFile);

/**
 * The PostgreSQL that the user can run.
 * That is the npm package's own, unless the user cannot reach it (a repository in root's home) or its library links
 * cannot be made; then a copy is made once, in /var/lib/turnpike for root and in the data directory for others.
 */
export async function usableBinaries(user: DatabaseUser | null, dataDir: string): Promise<Binaries> {
  const { native, version } = findPackage();
  const at = (home: string): Binaries => ({ directory: join(home, 'bin'), major: String(parseInt(version)) });
  if ((await probe(native, user)) || (await linked(native, user))) return at(native);
  const copy = join(user === null ? dataDir : '/var/lib/turnpike', `postgresql-${version}`);
  if (await probe(copy, user)) return at(copy);
  await copyBinaries(native, copy);
  if (await probe(copy, user)) return at(copy);
  throw new EmbeddedPostgresError(
    `the PostgreSQL that npm installed does not run on this machine (tried ${native} and ${copy}); set DATABASE_URL to use your own`,
  );
}

function findPackage(): { native: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const main = near.resolve(name);
    const root = dirname(dirname(main));
    const { version } = near(join(root, 'package.json')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `npm installed no PostgreSQL for this machine (${name}); set DATABASE_URL to use your own`,
      { cause: error },
    );
  }
}

async function probe(native: string, user: DatabaseUser | null): Promise<boolean> {
  try {
    await run(join(native, 'bin', 'postgres'), ['--version'], {
      env: programEnvironment,
      cwd: '/',
      ...runAs(user),
    });
    return true;
  } catch {
    return false;
  }
}

/** The package's install script makes these links; an installation that runs no scripts lacks them. */
async function linked(native: string, user: DatabaseUser | null): Promise<boolean> {
  try {
    await makeLinks(native);
  } catch {
    return false;
  }
  return probe(native, user);
}

async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(native, relative('native', link.target));
    await symlink(basename(link.source), path).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

/** Made beside its place and then renamed, so that a copy cut short is never taken for a whole one. */
async function copyBinaries(native: string, copy: string): Promise<void> {
  const unfinished = `${copy}.${process.pid}`;
  try {
    await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
    await copyTree(native, unfinished);
    await makeLinks(unfinished);
    await rm(copy, { recursive: true, force: true });
    await rename(unfinished, copy).catch(async (error: unknown) => {
      // Another start made the same copy in between.
      if (!(await probe(copy, null))) throw error;
    });
  } catch (error) {
    throw fileFailure(copy, error);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Copies files open to everybody, whatever the umask that npm ran with; links are made anew. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile()) {
      await copyFile(source, target);
      await chmod(target, 0o755);
    }
  }
}
