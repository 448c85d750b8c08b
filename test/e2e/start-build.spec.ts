import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { temporaryDirectory } from '../support/temporary-directory.js';

interface BuildLock {
  withBuildLock<T>(directory: string, work: () => Promise<T>): Promise<T>;
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
    for (const file of ['dist/apps/standalone/src/main.js', 'libs/database/src/generated/client.ts'])
      await write(file);
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

  it('never runs twice at once', async () => {
    const directory = join(temporary.path, 'lock');
    let running = 0;
    const most: number[] = [];
    const work = async (): Promise<void> => {
      most.push((running += 1));
      await new Promise(setImmediate);
      running -= 1;
    };
    await Promise.all([1, 2, 3].map(() => lock.withBuildLock(directory, work)));
    expect(most).toEqual([1, 1, 1]);
    expect(await readdir(temporary.path)).not.toContain('lock');
  });

  it('takes over from a build that died, and gives way when its own work fails', async () => {
    const directory = join(temporary.path, 'lock');
    await mkdir(directory);
    await utimes(directory, 0, 0);
    await expect(lock.withBuildLock(directory, () => Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
    expect(await lock.withBuildLock(directory, async () => 7)).toBe(7);
  });
});
