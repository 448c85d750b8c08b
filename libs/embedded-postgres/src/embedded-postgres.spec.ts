import { chown, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { usableBinaries } from './binaries.js';
import { openDataDirectory } from './data-directory.js';
import { type DatabaseUser, databaseUser } from './database-user.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import {
  findPostmaster,
  freePort,
  type SpawnedPostmaster,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster.js';
import { isAlive } from './process-state.js';

describe('startEmbeddedPostgres', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let dataDir: string;
  const running: EmbeddedPostgres[] = [];

  beforeEach(async () => {
    temporary = await temporaryDirectory();
    dataDir = join(temporary.path, 'data');
  });

  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    await temporary.remove();
  });

  const start = async (log: (line: string) => void = () => undefined): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ dataDir, throwAway: true, log });
    running.push(server);
    return server;
  };

  const startFast = async (): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
    running.push(server);
    return server;
  };

  const runningServer = async (): Promise<{ pid: number; port: number } | null> =>
    findPostmaster(await openDataDirectory(dataDir, await databaseUser()));

  /** A server of that system user's that nobody holds. */
  const leftServer = async (user: DatabaseUser | null): Promise<SpawnedPostmaster> => {
    const data = await openDataDirectory(dataDir, user);
    return spawnPostmaster(data, await usableBinaries(user, dataDir), user, await freePort(), true);
  };

  it('starts in a directory whose parent is closed to others, and keeps data over a stop', async () => {
    const first = await startFast();
    await query(await first.database('shop'), 'CREATE TABLE note AS SELECT 7 AS seven');
    await first.stop();
    const second = await startFast();
    expect(await query(await second.database('shop'), 'SELECT seven FROM note')).toEqual([{ seven: 7 }]);
  });

  it('leaves no process behind when it stops', async () => {
    const server = await start();
    const { pid } = (await runningServer())!;
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('lets nobody in without the password, which only the database user can read', async () => {
    const server = await start();
    const stranger = new URL(server.url('postgres'));
    stranger.password = '';
    await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow();
    expect((await stat(join(dataDir, 'pg-password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'pg'))).mode & 0o777).toBe(0o700);
  });

  it('speaks UTF-8 and UTC whatever the machine is set to', async () => {
    const server = await start();
    const settings = await query(
      server.url('postgres'),
      `SELECT current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone`,
    );
    expect(settings).toEqual([{ encoding: 'UTF8', zone: 'UTC' }]);
  });

  it('refuses a directory that another running instance uses, and leaves that one alone', async () => {
    const first = await start();
    await expect(start()).rejects.toThrow(/in use by another running Turnpike/);
    expect(await query(first.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('takes over a server that a killed process left running, and stops it at its own end', async () => {
    await (await start()).stop();
    const left = await leftServer(await databaseUser());
    const server = await start();
    expect((await runningServer())?.pid).toBe(left.pid);
    await server.stop();
    expect(isAlive(left.pid)).toBe(false);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  asRoot(
    'refuses as root, and leaves alone, the running server of another user (left out but for root)',
    async () => {
      const first = await start();
      await first.stop();
      const other = { name: 'other', uid: 54321, gid: 54321 };
      const files = await readdir(dataDir, { recursive: true });
      for (const name of files) await chown(join(dataDir, name), other.uid, other.gid);
      const left = await leftServer(other);
      while ((await runningServer()) === null) await new Promise(setImmediate);
      await expectLine(start(), `DATA_DIR: ${dataDir} is in use by another running Turnpike`);
      for (const name of ['pg', 'pg/base', 'pg-password'])
        expect([name, (await stat(join(dataDir, name))).uid]).toEqual([name, other.uid]);
      expect(left.hasEnded()).toBe(false);
      await stopPostmaster(left, 'immediate');
      expect(await query((await start()).url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      expect((await stat(join(dataDir, 'pg', 'base'))).uid).toBe((await databaseUser())?.uid);
    },
  );

  it('heeds no PG* variable, which are about some other server', async () => {
    const strange = {
      PGSSLMODE: 'require',
      PGOPTIONS: '-c no_such_setting=1',
      PGHOST: '192.0.2.1',
      PGPORT: '1',
    };
    Object.assign(process.env, strange);
    try {
      const url = await (await start()).database('shop');
      expect(await query(url, 'SELECT current_database() AS name', '-c jit=off')).toEqual([{ name: 'shop' }]);
    } finally {
      for (const name of Object.keys(strange)) Reflect.deleteProperty(process.env, name);
    }
  });

  it('starts over a postmaster.pid whose process id meanwhile belongs to another program', async () => {
    await (await start()).stop();
    const lines = [process.pid, dataDir, 1, 5432, '', '127.0.0.1', '  1 1', 'ready   '];
    await writeFile(join(dataDir, 'pg', 'postmaster.pid'), `${lines.join('\n')}\n`);
    const server = await start();
    expect(await query(server.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts the server again on the same port when it was killed', async () => {
    const told = new Promise<string>((fulfil) => {
      void start(fulfil).then(async () => process.kill((await runningServer())!.pid, 'SIGKILL'));
    });
    expect(await told).toMatch(/starting it again/);
    const [server] = running;
    expect(await eventually(() => query(server!.url('postgres'), 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
  });

  it('removes what a start killed during the making of the cluster left', async () => {
    await mkdir(join(dataDir, 'pg.new-1073741823', 'base'), { recursive: true });
    await start();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('pg.new'))).toEqual([]);
  });

  it('says in one line that the data directory is a file', async () => {
    await writeFile(dataDir, '');
    await expectLine(start(), `DATA_DIR: ${dataDir} is not a directory`);
    dataDir = join(dataDir, 'below');
    await expectLine(start(), `DATA_DIR: ${dataDir} is not a directory`);
  });

  it('says in one line that the cluster is of another PostgreSQL', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'pg', 'PG_VERSION'), '17\n');
    await expectLine(start(), `DATA_DIR: ${dataDir}/pg was made by PostgreSQL 17, and this is PostgreSQL 18`);
  });

  it('says in one line why PostgreSQL itself would not start', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'pg', 'postgresql.conf'), 'no_such_setting = 1\n');
    await expect(start()).rejects.toThrow(/^PostgreSQL failed in .*: configuration file .* contains errors/);
  });

  it('says in one line that the password does not fit the cluster', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'pg-password'), 'other\n');
    await expect(start()).rejects.toThrow(/does not open/);
  });
});

async function query(connectionString: string, text: string, options?: string): Promise<unknown[]> {
  const client = new Client({ connectionString, ...(options === undefined ? {} : { options }) });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch {
      await new Promise(setImmediate);
    }
  }
}

async function expectLine(attempt: Promise<unknown>, line: string): Promise<void> {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  expect((error as Error).message).toBe(line);
}
