import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { copyBinaries, makeLinks } from './copy-binaries.js';
import { type DatabaseUser, runAs } from './database-user.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

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
  await copyBinaries(native, copy, user !== null);
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

async function linked(native: string, user: DatabaseUser | null): Promise<boolean> {
  try {
    await makeLinks(native);
  } catch {
    return false;
  }
  return probe(native, user);
}
