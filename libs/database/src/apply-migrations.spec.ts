import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { createEmptyDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { applyMigrations } from './apply-migrations.js';

const first = '20200101000000_first';
const second = '20200102000000_second';

describe('applyMigrations', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let database: TestDatabase;

  beforeEach(async () => {
    [temporary, database] = await Promise.all([temporaryDirectory(), createEmptyDatabase()]);
    await migration(first, 'CREATE TABLE one (a int);');
    await migration(
      second,
      `CREATE FUNCTION two() RETURNS int AS $$ BEGIN RETURN 2; END; $$ LANGUAGE plpgsql;`,
    );
  });

  afterEach(async () => {
    await database.drop();
    await temporary.remove();
  });

  const migration = async (name: string, sql: string): Promise<void> => {
    await mkdir(join(temporary.path, name), { recursive: true });
    await writeFile(join(temporary.path, name, 'migration.sql'), sql);
  };
  const apply = (): Promise<string[]> => applyMigrations(database.url, temporary.path);

  it('applies what is missing, in order, and nothing twice', async () => {
    expect(await apply()).toEqual([first, second]);
    expect(await apply()).toEqual([]);
    await migration('20200103000000_third', 'CREATE TABLE three (a int);');
    expect(await apply()).toEqual(['20200103000000_third']);
  });

  it('applies each migration once when several processes start together', async () => {
    const applied = await Promise.all(Array.from({ length: 6 }, apply));
    expect(applied.flat()).toEqual([first, second]);
  });

  it('applies the migrations of this project to an empty database', async () => {
    expect((await applyMigrations(database.url)).length).toBeGreaterThan(0);
    expect(await applyMigrations(database.url)).toEqual([]);
  });

  it('leaves nothing of a migration that fails, and goes on from there when it is mended', async () => {
    await migration(second, 'CREATE TABLE half (a int); SELECT 1 / 0;');
    await expect(apply()).rejects.toThrow(`migration ${second} failed: division by zero`);
    expect(await tables()).toEqual(['_prisma_migrations', 'one']);
    await migration(second, 'CREATE TABLE whole (a int);');
    expect(await apply()).toEqual([second]);
  });

  it('refuses, changing nothing, a migration whose text was changed after it was applied', async () => {
    await apply();
    await migration(first, 'CREATE TABLE one (a bigint);');
    await migration('20200103000000_third', 'CREATE TABLE three (a int);');
    await expect(apply()).rejects.toThrow(`migration ${first} was changed`);
    expect(await tables()).not.toContain('three');
  });

  it('refuses while a migration is marked as failed, and goes on when it is marked as rolled back', async () => {
    await apply();
    await query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [second]);
    await expect(apply()).rejects.toThrow(`migration ${second} is marked as failed`);
    await query('DROP FUNCTION two');
    await query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1', [second]);
    expect(await apply()).toEqual([second]);
  });

  it('lets a version that knows fewer migrations start', async () => {
    await apply();
    await query(
      `UPDATE _prisma_migrations SET migration_name = '20300101000000_newer' WHERE migration_name = $1`,
      [second],
    );
    await query('DROP FUNCTION two');
    expect(await apply()).toEqual([second]);
  });

  const tables = async (): Promise<unknown[]> =>
    (await query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`)).map(
      ({ name }) => name,
    );

  async function query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }
});
