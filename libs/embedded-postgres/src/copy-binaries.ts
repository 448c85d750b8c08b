import { chmod, copyFile, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileFailure } from './embedded-postgres-error.js';
import { errorCode } from './error-code.js';
import { removeUnfinished, unfinished } from './unfinished.js';

/**
 * Copies a PostgreSQL, links included, to where there is none or one that does not run. With `forOthers` the folder around
 * the copy is opened to everybody, whatever our umask. The copy is made beside its place and then renamed: one that was
 * cut short is never taken for a whole one, and the next copy removes it.
 */
export async function copyBinaries(native: string, copy: string, forOthers: boolean): Promise<void> {
  const draft = unfinished(copy);
  try {
    await mkdir(dirname(copy), { recursive: true });
    if (forOthers) await chmod(dirname(copy), 0o755);
    await removeUnfinished(dirname(copy), 'postgresql-');
    await copyTree(native, draft);
    await makeLinks(draft);
    await rm(copy, { recursive: true, force: true });
    await rename(draft, copy).catch((error: unknown) => {
      // Another start made the same copy in between.
      if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) throw error;
    });
  } catch (error) {
    throw fileFailure(copy, error);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The package's install script makes these links; an installation that runs no scripts lacks them. */
export async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8');
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(native, relative('native', link.target));
    await symlink(basename(link.source), path).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

/** Copies files open to everybody, whatever the umask that npm ran with; links are made anew. */
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile()) {
      await copyFile(source, target);
      await chmod(target, 0o755);
    }
  }
}
