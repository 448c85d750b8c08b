import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from './temporary-directory.js';

const file = join(__dirname, 'test-cluster.mjs');
const asRoot = process.getuid?.() === 0 ? it : it.skip;

describe('what a killed run of the tests left', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let removeLeftovers: (directory: string) => void;
  let kill: jest.SpyInstance<true, Parameters<typeof process.kill>>;
  const sleepers: ChildProcess[] = [];

  beforeAll(async () => {
    ({ removeLeftovers } = (await import(file)) as { removeLeftovers: typeof removeLeftovers });
  });

  beforeEach(async () => {
    temporary = await temporaryDirectory();
    kill = jest.spyOn(process, 'kill');
  });

  afterEach(async () => {
    kill.mockRestore();
    for (const sleeper of sleepers.splice(0)) sleeper.kill('SIGKILL');
    await temporary.remove();
  });

  /** The directory of a run whose process is no more, whose postmaster.pid names a process that works in `cwd`. */
  const leave = async (name: string, cwd?: string): Promise<ChildProcess> => {
    const cluster = join(temporary.path, name, 'pg');
    await mkdir(cluster, { recursive: true });
    const sleeper = spawn('sleep', ['60'], { cwd: cwd ?? cluster });
    sleepers.push(sleeper);
    await once(sleeper, 'spawn');
    await writeFile(join(cluster, 'postmaster.pid'), `${sleeper.pid}\n`);
    return sleeper;
  };
  /** The processes that were told to end. */
  const told = (): unknown[] => kill.mock.calls.filter(([, signal]) => signal !== 0).map(([pid]) => pid);

  it('is removed, and its server ends', async () => {
    const server = await leave('turnpike-test-1073741823');
    const ended = once(server, 'exit');
    removeLeftovers(temporary.path);
    expect(await ended).toEqual([null, 'SIGQUIT']);
    expect(told()).toEqual([server.pid]);
    expect(await readdir(temporary.path)).toEqual([]);
  });

  it('costs no process that meanwhile has the number of its server', async () => {
    await leave('turnpike-test-1073741823', '/');
    removeLeftovers(temporary.path);
    expect(told()).toEqual([]);
    expect(await readdir(temporary.path)).toEqual([]);
  });

  it('is told from what still runs, and from what only looks like it', async () => {
    const names = [`turnpike-test-${process.ppid}`, 'turnpike-test-1.5', 'turnpike-other-1073741823'];
    await Promise.all(names.map((name) => leave(name)));
    await symlink('turnpike-other-1073741823', join(temporary.path, 'turnpike-test-1073741822'));
    removeLeftovers(temporary.path);
    expect(told()).toEqual([]);
    expect((await readdir(temporary.path)).sort()).toEqual([...names, 'turnpike-test-1073741822'].sort());
  });

  asRoot('is left alone, process and all, where it is another user’s (left out but for root)', async () => {
    await leave('turnpike-test-1073741823');
    await chown(join(temporary.path, 'turnpike-test-1073741823'), 54321, 54321);
    removeLeftovers(temporary.path);
    expect(told()).toEqual([]);
    expect(await readdir(temporary.path)).toEqual(['turnpike-test-1073741823']);
  });
});
