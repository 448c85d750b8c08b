import { execFileSync } from 'node:child_process';
import { appendFile, readdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../../test/support/temporary-directory.js';
import { withArchiveSource } from './archive-source.js';
import type { ArchiveSource } from './archive-source.js';

const never = new AbortController().signal;
const spools = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('turnpike-import-'));

let folder: Awaited<ReturnType<typeof temporaryDirectory>>;
let path: string;

beforeEach(async () => {
  folder = await temporaryDirectory();
  path = join(folder.path, 'archive');
});
afterEach(() => folder.remove());

async function textOf(source: ArchiveSource): Promise<string> {
  let text = '';
  for await (const chunk of source()) text += chunk.toString();
  return text;
}

describe('what a merchant is brought in from', () => {
  it('is read more than once from a file, whatever becomes of its name', async () => {
    await writeFile(path, 'a\nb\n');
    await withArchiveSource(path, never, async (source) => {
      expect(await textOf(source)).toBe('a\nb\n');
      await rename(path, `${path}.old`);
      await writeFile(path, 'other');
      expect(await textOf(source)).toBe('a\nb\n');
    });
  });

  it('may be a pipe, which is read to its end first and leaves no file behind', async () => {
    execFileSync('mkfifo', [path]);
    const writing = appendFile(path, 'x'.repeat(300_000));
    await withArchiveSource(path, never, async (source) => {
      await writing;
      expect(await textOf(source)).toHaveLength(300_000);
      expect(await textOf(source)).toHaveLength(300_000);
      expect(await spools()).toEqual([]);
    });
  });

  it('is given up when it is asked to be', async () => {
    await writeFile(path, 'a\n');
    const reading = withArchiveSource(path, AbortSignal.abort(), (source) => textOf(source));
    await expect(reading).rejects.toThrow('aborted');
  });

  it('has to be there', async () => {
    await expect(withArchiveSource(path, never, textOf)).rejects.toThrow('ENOENT');
  });
});
