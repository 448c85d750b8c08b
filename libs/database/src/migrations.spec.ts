import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { createEmptyDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { applyMigrations } from './apply-migrations.js';

const root = resolve(__dirname, '../../..');
const run = promisify(execFile);

describe('the migrations', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createEmptyDatabase();
  });

  afterAll(() => database.drop());

  const prisma = async (...args: string[]): Promise<string> => {
    const command = [resolve(root, 'node_modules/prisma/build/index.js'), ...args];
    const { stdout } = await run(process.execPath, command, {
      cwd: root,
      env: { ...process.env, DATABASE_URL: database.url },
    });
    return stdout;
  };

  it('make exactly what schema.prisma describes', async () => {
    const said = await prisma(
      ...['migrate', 'diff', '--exit-code'],
      ...['--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/schema.prisma'],
    );
    expect(said).toContain('No difference detected');
  });

  it('are recorded the way Prisma itself records them', async () => {
    await applyMigrations(database.url);
    expect(await prisma('migrate', 'status')).toContain('Database schema is up to date!');
    expect(await prisma('migrate', 'deploy')).toContain('No pending migrations to apply');
  });
});
