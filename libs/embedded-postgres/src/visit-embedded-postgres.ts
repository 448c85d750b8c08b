import { access, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDataDirectory, passwordFile } from './data-directory.js';
import { databaseUser } from './database-user.js';
import { EmbeddedPostgresError, fileFailure } from './embedded-postgres-error.js';
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded-postgres.js';
import { createDatabaseIfMissing } from './create-database.js';
import { embeddedUrl } from './embedded-url.js';
import { errorCode } from './error-code.js';
import { takeOwnership } from './ownership.js';
import { findPostmaster } from './postmaster.js';

/** The server of a data directory, for a short call. `isGuest` says that another process runs it, which stopping leaves alone. */
export interface EmbeddedPostgresVisit extends EmbeddedPostgres {
  readonly isGuest: boolean;
}

/** A server that another process starts or stops answers within this time, or its end is seen. */
const settleMsMax = 30_000;
const settleStepMs = 50;

/**
 * Goes to the server of the cluster in the data directory: the running one beside whoever runs it, or one started for this
 * call. Null, and nothing made, if there is no cluster. Throws EmbeddedPostgresError, whose message is one line for people.
 */
export async function visitEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgresVisit | null> {
  if (!(await isCluster(options.dataDir))) return null;
  const data = await openDataDirectory(options.dataDir, await databaseUser());
  for (const until = Date.now() + settleMsMax; Date.now() < until;) {
    const running = await findPostmaster(data);
    if (running === null) return Object.assign(await startEmbeddedPostgres(options), { isGuest: false });
    const password = await readFile(passwordFile(data), 'utf8').catch((error: unknown) => {
      throw fileFailure(data.path, error);
    });
    const url = (database: string): string => embeddedUrl(password.trim(), running.port, database);
    const ownership = await takeOwnership(url('postgres'));
    if (ownership === 'not ready') {
      await pause(settleStepMs);
      continue;
    }
    if (ownership === 'wrong password')
      throw new EmbeddedPostgresError(
        `DATA_DIR: ${data.path} holds a cluster that the password in pg-password does not open`,
      );
    if (ownership === 'in use') return { ...guest(url), isGuest: true };
    // Left behind by a process that was killed: whoever takes it over stops it, too.
    await ownership.release();
    return Object.assign(await startEmbeddedPostgres(options), { isGuest: false });
  }
  throw new EmbeddedPostgresError(`DATA_DIR: the server of ${data.path} does not answer`);
}

function guest(url: (database: string) => string): EmbeddedPostgres {
  return {
    url,
    database: async (name) => {
      await createDatabaseIfMissing(url('postgres'), name);
      return url(name);
    },
    stop: () => Promise.resolve(),
  };
}

async function isCluster(dataDir: string): Promise<boolean> {
  const path = resolve(dataDir);
  try {
    await access(join(path, 'pg'));
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return false;
    throw fileFailure(path, error);
  }
}
