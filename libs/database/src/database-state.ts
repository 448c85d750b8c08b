import { Client } from 'pg';
import { readMigrations, serverVersionMin } from './apply-migrations.js';
import { connectionSettings } from './connection-settings.js';

/** What there is to say of a database, asked over one connection that is closed again. */
export interface DatabaseState {
  /** Such as `18.4`. */
  readonly version: string;
  /** Whether the server is one that is supported. */
  readonly isSupported: boolean;
  readonly sizeBytes: number;
  /** Migrations of this version that the database does not have. */
  readonly pendingMigrations: readonly string[];
  /** Migrations that began and did not finish. */
  readonly failedMigrations: readonly string[];
  /** How far the server's clock is ahead of this machine's, in seconds; negative if it is behind. */
  readonly clockAheadSeconds: number;
  /** How inexact that is: half of what the question took. */
  readonly clockDoubtSeconds: number;
}

interface Facts {
  readonly version: string;
  readonly number: string;
  readonly size: string;
  readonly now: number;
  readonly has_book: boolean;
}

const FACTS = `
SELECT current_setting('server_version') AS version, current_setting('server_version_num') AS number,
       pg_database_size(current_database())::text AS size,
       extract(epoch FROM clock_timestamp())::float8 AS now,
       to_regclass('_prisma_migrations') IS NOT NULL AS has_book`;

const BOOK = `
SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL`;

/** Looks at a database without changing anything. Rejects with the driver's error if it cannot be reached. */
export async function readDatabaseState(url: string): Promise<DatabaseState> {
  const client = new Client(connectionSettings(url));
  client.on('error', () => undefined);
  await client.connect();
  try {
    // So that what is measured is the question and not the first reading of the catalogues.
    await client.query(FACTS);
    const startedAt = Date.now();
    const { rows } = await client.query<Facts>(FACTS);
    const endedAt = Date.now();
    const [facts] = rows;
    if (facts === undefined) throw new Error('the database answered nothing');
    const book = facts.has_book ? (await client.query<{ name: string; finished: boolean }>(BOOK)).rows : [];
    const known = new Set(book.map(({ name }) => name));
    const migrations = await readMigrations();
    return {
      version: facts.version.split(' ')[0] ?? facts.version,
      isSupported: Number(facts.number) >= serverVersionMin,
      sizeBytes: Number(facts.size),
      pendingMigrations: migrations.map(({ name }) => name).filter((name) => !known.has(name)),
      failedMigrations: book.filter(({ finished }) => !finished).map(({ name }) => name),
      clockAheadSeconds: facts.now - (startedAt + endedAt) / 2_000,
      clockDoubtSeconds: (endedAt - startedAt) / 2_000,
    };
  } finally {
    await client.end();
  }
}
