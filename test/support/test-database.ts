import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A migrated, empty database of one test file's own. */
export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and removes it. */
  drop(): Promise<void>;
}

/** Clones the migrated template on the run's throw-away server; takes some milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = process.env['TURNPIKE_TEST_TEMPLATE'];
  if (template === undefined) throw new Error('run this file with --config test/jest.config.mjs');
  return create(`TEMPLATE ${template} STRATEGY file_copy`);
}

/** A database without a single table. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create('');
}

async function create(how: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} ${how}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TURNPIKE_TEST_SERVER'];
  if (url === undefined) throw new Error('run this file with --config test/jest.config.mjs');
  return url;
}
