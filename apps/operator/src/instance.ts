import { resolve } from 'node:path';
import type { Env } from '@turnpike/config';
import { readDatabaseState } from '@turnpike/database';
import type { DatabaseState } from '@turnpike/database';
import { visitEmbeddedPostgres } from '@turnpike/embedded-postgres';
import { readKeys } from '@turnpike/secrets';
import { OperatorError } from './command.js';

/** An instance that a command works on. */
export interface Instance {
  /** The configuration with the address of the database and the keys, wherever they come from. Nothing is logged. */
  readonly env: Env & { readonly databaseUrl: string };
  readonly databaseUrl: string;
  /** Whether the database is the one in DATA_DIR, and if so whether the instance runs beside us. */
  readonly embedded: { readonly isRunning: boolean } | null;
  close(): Promise<void>;
}

/** The database of an instance on the embedded server. */
const DATABASE = 'turnpike';

/**
 * Opens the instance that the configuration names: the database of DATABASE_URL, or the one in DATA_DIR, whose server is
 * started for the time of the command if it does not run. OperatorError if there is none.
 */
export async function openInstance(given: Env, progress: (line: string) => void): Promise<Instance> {
  const quiet: Env = { ...given, logLevel: 'silent', metricsPort: null };
  if (quiet.databaseUrl !== null) {
    const { databaseUrl } = quiet;
    return {
      env: Object.freeze({ ...quiet, databaseUrl }),
      databaseUrl,
      embedded: null,
      close: () => Promise.resolve(),
    };
  }
  const { dataDir } = quiet;
  const server = await visitEmbeddedPostgres({ dataDir, log: progress });
  if (server === null)
    throw new OperatorError(
      `there is no instance in ${resolve(dataDir)}: set DATA_DIR or DATABASE_URL, or start one with npm start`,
    );
  try {
    const keys = await readKeys(dataDir);
    if (keys === null)
      throw new OperatorError(`${resolve(dataDir)} has no keys.json: restore it from a backup`);
    const databaseUrl = server.url(DATABASE);
    const env = Object.freeze({
      ...quiet,
      databaseUrl,
      masterKeys: quiet.masterKeys ?? keys.masterKeys,
      invoiceKeys: quiet.invoiceKeys ?? keys.invoiceKeys,
      sealKeys: quiet.sealKeys ?? keys.sealKeys,
    });
    return { env, databaseUrl, embedded: { isRunning: server.isGuest }, close: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Does some work on the instance and closes it again; OperatorError if its database lacks something that this version needs. */
export async function withInstance<T>(
  given: Env,
  progress: (line: string) => void,
  work: (instance: Instance) => Promise<T>,
): Promise<T> {
  const instance = await openInstance(given, progress);
  try {
    refuseBehind(await readDatabaseState(instance.databaseUrl));
    return await work(instance);
  } finally {
    await instance.close();
  }
}

function refuseBehind({ pendingMigrations, version, isSupported }: DatabaseState): void {
  if (!isSupported) throw new OperatorError(`the database is PostgreSQL ${version}; 14 or newer is needed`);
  const count = pendingMigrations.length;
  if (count > 0)
    throw new OperatorError(
      `the database lacks ${count} ${count === 1 ? 'migration' : 'migrations'} of this version: start the instance once, which applies them`,
    );
}
