import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFileError, loadOrCreateKeys } from './key-file.js';

describe('the key file of the embedded database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'turnpike-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made by the first call and read by the next', async () => {
    const dataDir = join(folder, 'deep', '.data');
    const made = await loadOrCreateKeys(dataDir);
    expect(made.masterKeys).toHaveLength(1);
    expect(made.masterKeys[0]?.key).toHaveLength(32);
    expect(made.masterKeys).not.toEqual(made.sealKeys);
    expect(await loadOrCreateKeys(dataDir)).toEqual(made);
  });

  it('is readable by its owner only, also when it was copied carelessly', async () => {
    await loadOrCreateKeys(folder);
    const path = join(folder, 'keys.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await chmod(path, 0o644);
    await loadOrCreateKeys(folder);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is made once, whole, by however many at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => loadOrCreateKeys(folder)));
    for (const keys of all) expect(keys).toEqual(all[0]);
    expect(await readdir(folder)).toEqual(['keys.json']);
  });

  it.each(['', '{', 'null', '[]', '{"masterKeys":"1:AAAA"}'])(
    'is never replaced when it holds %j',
    async (content) => {
      const path = join(folder, 'keys.json');
      await writeFile(path, content);
      const error: unknown = await loadOrCreateKeys(folder).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(KeyFileError);
      expect(String(error)).toMatch(/^KeyFileError: [^\n]*restore it from a backup$/);
      expect(await readFile(path, 'utf8')).toBe(content);
    },
  );
});
