import { spawn } from 'node:child_process';
import { once } from 'node:events';
import files, { cp, mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { temporaryDirectory } from '../support/temporary-directory.js';

interface BuildLock {
  withBuildLock<T>(directory: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}
interface BuildStamp {
  sourceHash(root: string): string;
  isStale(root: string): boolean;
  writeStamp(root: string, hash: string): void;
  removeStamp(root: string): void;
}

const home = resolve(__dirname, '../../apps/standalone');
const load = async (name: string): Promise<unknown> => import(join(home, name));

describe('the build of npm start', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let lock: BuildLock;
  let stamp: BuildStamp;

  beforeAll(async () => {
    lock = (await load('build-lock.mjs')) as BuildLock;
    stamp = (await load('build-stamp.mjs')) as BuildStamp;
  });

  beforeEach(async () => {
    temporary = await temporaryDirectory();
    await write('dist/apps/standalone/src/main.js');
    await write('dist/dashboard/index.html');
    await write('libs/database/src/generated/client.ts');
    await write('libs/a/src/a.ts');
  });

  afterEach(() => temporary.remove());

  const write = async (file: string, content = ''): Promise<void> => {
    const path = join(temporary.path, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  };
  const isStale = (): boolean => stamp.isStale(temporary.path);
  const built = (): void => stamp.writeStamp(temporary.path, stamp.sourceHash(temporary.path));

  it('is done once for the same sources, and again for others', async () => {
    expect(isStale()).toBe(true);
    built();
    expect(isStale()).toBe(false);
    for (const file of ['libs/a/src/a.ts', 'apps/b/src/b.ts', 'prisma/schema.prisma', 'package-lock.json']) {
      await write(file, 'changed');
      expect([file, isStale()]).toEqual([file, true]);
      built();
    }
    await write('libs/a/src/a.spec.ts', 'a test is not built');
    expect(isStale()).toBe(false);
  });

  it('counts as not done until it has ended', () => {
    built();
    stamp.removeStamp(temporary.path);
    expect(isStale()).toBe(true);
  });

  /** Something to do under the lock, which sees how many do it at once. */
  const watched = (): { work: () => Promise<void>; most: number[] } => {
    let running = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      most.push((running += 1));
      // Long enough for another to begin beside it, if it could.
      for (let n = 0; n < 20_000 && running === 1; n += 1) await new Promise(setImmediate);
      running -= 1;
    };
    return { work, most };
  };

  it('never runs twice at once', async () => {
    const directory = join(temporary.path, 'lock');
    const { work, most } = watched();
    await Promise.all([1, 2, 3].map(() => lock.withBuildLock(directory, work)));
    expect(most).toEqual([1, 1, 1]);
    expect(await readdir(temporary.path)).not.toContain('lock');
  });

  it('never runs twice at once either when one takes over from a build that died while another still looks', async () => {
    const directory = join(temporary.path, 'lock');
    const { work, most } = watched();
    await leaveStale(directory);
    let second: Promise<void> | undefined;
    const { stat } = files;
    const look = jest.spyOn(files, 'stat').mockImplementationOnce(async (path) => {
      const seen = await stat(path);
      await new Promise<void>((resolve) => {
        const said = jest.spyOn(process.stderr, 'write').mockImplementation(() => {
          resolve();
          return true;
        });
        second = lock
          .withBuildLock(directory, async () => {
            resolve();
            await work();
          })
          .finally(() => said.mockRestore());
      });
      return seen;
    });
    await lock.withBuildLock(directory, work);
    await second;
    look.mockRestore();
    expect(most).toEqual([1, 1]);
    expect(await readdir(temporary.path)).not.toContain('lock');
  });

  it('takes over from a build that died, and gives way when its own work fails', async () => {
    const directory = join(temporary.path, 'lock');
    await leaveStale(directory);
    await expect(lock.withBuildLock(directory, () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    expect(await lock.withBuildLock(directory, async () => 7)).toBe(7);
  });

  it('is not begun by who is told to stop while another builds', async () => {
    const directory = join(temporary.path, 'lock');
    const stop = new AbortController();
    const work = jest.fn(async () => undefined);
    await lock.withBuildLock(directory, async () => {
      const waiting = lock.withBuildLock(directory, work, stop.signal);
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    });
    await expect(lock.withBuildLock(directory, work, stop.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
    expect(work).not.toHaveBeenCalled();
    expect(await readdir(temporary.path)).not.toContain('lock');
  });

  it('is followed by no instance when npm start was told to stop while another built', async () => {
    const directory = join(temporary.path, 'dist', '.building');
    await cp(home, join(temporary.path, 'apps', 'standalone'), { recursive: true });
    await write('dist/apps/standalone/src/main.js', `process.stdout.write('an instance')`);
    await write('package.json', '{ "type": "module" }');
    let stdout = '';
    let stderr = '';
    await lock.withBuildLock(directory, async () => {
      const started = spawn(process.execPath, [join(temporary.path, 'apps/standalone/start.mjs')]);
      started.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      const ended = once(started, 'close');
      started.stderr.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        if (!chunk.includes('waiting for another build')) return;
        // What the other build leaves: nothing to build any more.
        built();
        started.kill('SIGTERM');
      });
      expect(await ended).toEqual([1, null]);
    });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^turnpike: waiting .*\nturnpike: stopped while building\n$/);
  });

  const leaveStale = async (directory: string): Promise<void> => {
    await mkdir(join(directory, '1-left'), { recursive: true });
    await utimes(join(directory, '1-left'), 0, 0);
    await utimes(directory, 0, 0);
  };
});
