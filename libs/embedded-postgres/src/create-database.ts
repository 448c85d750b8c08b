import { escapeIdentifier } from 'pg';
import { errorCode } from './error-code.js';
import { serverClient } from './server-client.js';

const duplicateDatabase = '42P04';

/** Makes a database on the server at `url` unless it has one of that name. */
export async function createDatabaseIfMissing(url: string, name: string): Promise<void> {
  const client = serverClient(url);
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  } catch (error) {
    if (errorCode(error) !== duplicateDatabase) throw error;
  } finally {
    await client.end();
  }
}
