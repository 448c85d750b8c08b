import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { applyMigrations } from '@turnpike/database';
import { startEmbeddedPostgres } from '@turnpike/embedded-postgres';
import { loadOrCreateKeys, readKeys } from '@turnpike/secrets';
import { runCommand, runHere } from '../support/operator-process.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

// A server and a process are started.
jest.setTimeout(90_000);

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let dataDir: string;

beforeAll(async () => {
  folder = await temporaryDirectory();
  dataDir = join(folder.path, 'data');
});
afterAll(() => folder.remove());

describe('the operator’s commands on an instance of its own', () => {
  it('make none where there is none', async () => {
    await expect(runHere({ DATA_DIR: dataDir }, 'merchant', 'list')).rejects.toThrow(
      'there is no instance in',
    );
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });

  it('work beside it while it runs, and by themselves while it does not, and never change keys that it has in memory', async () => {
    const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    const keys = await loadOrCreateKeys(dataDir);
    await applyMigrations(await server.database('turnpike'));
    const variables = { DATA_DIR: dataDir };
    await runHere(variables, 'merchant', 'create', '--name', 'Shop', '--email', 'a@example.com');
    await expect(runHere(variables, 'keys', 'rotate')).rejects.toThrow('stop it');
    expect(await readKeys(dataDir)).toEqual(keys);
    // It was left running for whoever had started it.
    expect(await applyMigrations(server.url('turnpike'))).toEqual([]);
    await server.stop();

    const rotated = await runCommand(variables, 'keys', 'rotate');
    expect(rotated.code).toBe(0);
    const next = await readKeys(dataDir);
    for (const ring of ['masterKeys', 'invoiceKeys', 'sealKeys'] as const) {
      expect(next?.[ring].map(({ kid }) => kid)).toEqual([2, 1]);
      expect(next?.[ring][1]).toEqual(keys[ring][0]);
      for (const { key } of next?.[ring] ?? []) expect(rotated.out).not.toContain(key.toString('base64'));
    }
    expect((await stat(join(dataDir, 'keys.json'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, 'pg.log'), 'utf8')).toContain('database system is shut down');
    const { isWell, json } = await runHere(variables, 'doctor');
    expect(isWell).toBe(true);
    expect(json).toMatchObject({ isWell: true });
    expect((await runHere(variables, 'merchant', 'list')).json).toMatchObject({ total: 1 });
  });
});
