import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { temporaryDirectory } from './temporary-directory.js';

/** A file of plans for `PLANS`, which is read at start, and how to remove it. */
export async function plansFile(
  ...plans: readonly object[]
): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await temporaryDirectory();
  const path = join(folder.path, 'plans.json');
  await writeFile(path, JSON.stringify({ plans }));
  return { path, remove: () => folder.remove() };
}
