import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMerchantId } from '@turnpike/l402';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { readFirstRun, writeFirstRun } from './first-run-file.js';

const firstRun = { baseUrl: null, merchantId: parseMerchantId(7)!, testApiKey: 'tp_test_x' };

describe('the file of the first run', () => {
  let temporary: Awaited<ReturnType<typeof temporaryDirectory>>;
  let file: string;

  beforeEach(async () => {
    temporary = await temporaryDirectory();
    file = join(temporary.path, 'first-run.json');
  });

  afterEach(() => temporary.remove());

  it('gives back what was written, for its owner only', async () => {
    await writeFirstRun(temporary.path, { ...firstRun, baseUrl: 'http://127.0.0.1:1' });
    await writeFirstRun(temporary.path, firstRun);
    expect(await readFirstRun(temporary.path)).toEqual(firstRun);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(temporary.path)).toEqual(['first-run.json']);
  });

  it.each(['', '{', 'null', '[]', '{"merchantId":0,"testApiKey":"x"}', '{"merchantId":1}'])(
    'holds nothing when it holds %j',
    async (content) => {
      expect(await readFirstRun(temporary.path)).toBeNull();
      await writeFile(file, content);
      expect(await readFirstRun(temporary.path)).toBeNull();
    },
  );

  it('leaves the key nowhere else when it cannot be replaced', async () => {
    await mkdir(join(file, 'something'), { recursive: true });
    await expect(writeFirstRun(temporary.path, firstRun)).rejects.toMatchObject({ syscall: 'rename' });
    expect(await readdir(temporary.path)).toEqual(['first-run.json']);
  });
});
