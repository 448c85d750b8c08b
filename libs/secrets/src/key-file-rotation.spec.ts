import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { KeyFileError, loadOrCreateKeys, newKeyFor, putKeyInFront, readKeys } from './key-file.js';

const key = (kid: number) => ({ kid, key: Buffer.alloc(32, kid) });

describe('rotating a key of the file', () => {
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
  beforeEach(async () => {
    folder = await temporaryDirectory();
  });
  afterEach(() => folder.remove());

  it('puts the new one in front, keeps the others and the other rings, and stays readable by the owner only', async () => {
    const before = await loadOrCreateKeys(folder.path);
    expect(await putKeyInFront(folder.path, 'sealKeys', key(2))).toEqual([key(2), ...before.sealKeys]);
    expect(await readKeys(folder.path)).toEqual({ ...before, sealKeys: [key(2), ...before.sealKeys] });
    expect((await stat(join(folder.path, 'keys.json'))).mode & 0o777).toBe(0o600);
    expect(await loadOrCreateKeys(folder.path)).toEqual(await readKeys(folder.path));
  });

  it('changes nothing where the number is taken, the file is missing or broken, or another is at it', async () => {
    await expect(putKeyInFront(folder.path, 'sealKeys', key(2))).rejects.toThrow(KeyFileError);
    expect(await readKeys(folder.path)).toBeNull();
    const before = await loadOrCreateKeys(folder.path);
    await expect(putKeyInFront(folder.path, 'sealKeys', key(1))).rejects.toThrow('already');
    const outcomes = await Promise.allSettled(
      [2, 3].map((kid) => putKeyInFront(folder.path, 'masterKeys', key(kid))),
    );
    const kept = (await readKeys(folder.path))?.masterKeys ?? [];
    expect(kept).toHaveLength(1 + outcomes.filter(({ status }) => status === 'fulfilled').length);
    expect(kept.at(-1)).toEqual(before.masterKeys[0]);
    const path = join(folder.path, 'keys.json');
    await writeFile(path, '{}');
    await expect(putKeyInFront(folder.path, 'sealKeys', key(9))).rejects.toThrow(KeyFileError);
    expect(await readFile(path, 'utf8')).toBe('{}');
  });

  it('takes the number after the highest, then the lowest that is free, then none', () => {
    const all = Array.from({ length: 255 }, (_, index) => key(index + 1));
    expect(newKeyFor([key(1), key(7)])?.kid).toBe(8);
    expect(newKeyFor([key(255), key(1)])?.kid).toBe(2);
    expect(newKeyFor(all)).toBeNull();
    expect(newKeyFor([])?.kid).toBe(1);
    expect(newKeyFor([])?.key).not.toEqual(newKeyFor([])?.key);
  });
});
