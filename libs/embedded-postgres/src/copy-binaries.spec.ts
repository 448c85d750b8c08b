import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { copyBinaries } from './copy-binaries.js';

describe('a copy of PostgreSQL', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let native: string;
  let home: string;
  let copy: string;

  beforeEach(async () => {
    temporary = await temporaryDirectory();
    native = join(temporary.path, 'native');
    home = join(temporary.path, 'home');
    copy = join(home, 'postgresql-1.2.3-beta.4');
    await mkdir(join(native, 'bin'), { recursive: true });
    await mkdir(join(native, 'lib'));
    await writeFile(join(native, 'bin', 'postgres'), '#!/bin/sh\n');
    await writeFile(join(native, 'lib', 'libx.so.1.2'), '');
    const links = [{ source: 'native/lib/libx.so.1.2', target: 'native/lib/libx.so.1' }];
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  });

  afterEach(() => temporary.remove());

  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  const withUmask = async (umask: number, work: () => Promise<void>): Promise<void> => {
    const before = process.umask(umask);
    try {
      await work();
    } finally {
      process.umask(before);
    }
  };

  it('is whole, with its links', async () => {
    await copyBinaries(native, copy, false);
    expect(execFileSync(join(copy, 'bin', 'postgres')).toString()).toBe('');
    expect(await readlink(join(copy, 'lib', 'libx.so.1'))).toBe('libx.so.1.2');
    expect(await readdir(home)).toEqual(['postgresql-1.2.3-beta.4']);
  });

  it('can be reached by every user where it is for others, though our files are closed to them', async () => {
    await withUmask(0o077, () => copyBinaries(native, copy, true));
    for (const path of [home, copy, join(copy, 'bin'), join(copy, 'bin', 'postgres')])
      expect([path, await modeOf(path)]).toEqual([path, 0o755]);
  });

  it('opens no folder that is our own', async () => {
    await mkdir(home, { mode: 0o700 });
    await copyBinaries(native, copy, false);
    expect(await modeOf(home)).toBe(0o700);
  });

  it('takes the place of one that does not run', async () => {
    await mkdir(join(copy, 'bin'), { recursive: true });
    await writeFile(join(copy, 'broken'), '');
    await copyBinaries(native, copy, false);
    expect((await readdir(copy)).sort()).toEqual(['bin', 'lib', 'pg-symlinks.json']);
  });

  it('removes what copies left that were killed, of whatever version, and nothing that somebody is still making', async () => {
    const living = [`postgresql-1.2.3.new-${process.ppid}`, 'postgresql-1.2.3-beta.17', 'keys.json'];
    for (const name of [...living, 'postgresql-1.2.2.new-1073741823', 'postgresql-1.2.3.new-1073741822'])
      await mkdir(join(home, name, 'bin'), { recursive: true });
    await copyBinaries(native, copy, false);
    expect((await readdir(home)).sort()).toEqual([...living, 'postgresql-1.2.3-beta.4'].sort());
  });
});
