import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './process-state.js';

const marked = /\.new-(\d+)$/;

/** Where this process makes what is renamed to `path` when it is done, so that nothing half made bears that name. */
export function unfinished(path: string): string {
  return `${path}.new-${process.pid}`;
}

/** Removes from a folder what processes that are no more left unfinished there, of all names that begin so. */
export async function removeUnfinished(folder: string, beginning: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const [, maker] = marked.exec(name) ?? [];
    if (maker === undefined || !name.startsWith(beginning)) continue;
    // In a container every start may get the same process id.
    if (Number(maker) !== process.pid && isAlive(Number(maker))) continue;
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
