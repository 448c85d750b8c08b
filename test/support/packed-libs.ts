import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { projectRoot } from '../architecture/project-files.js';
import { temporaryDirectory } from './temporary-directory.js';

const run = promisify(execFile);

/** An otherwise empty project in which both published packages are installed from their tarballs. */
export interface PackedProject {
  readonly path: string;
  /** Writes a file and gives its path. */
  write(name: string, text: string): Promise<string>;
  /** Lets programs here find a package that the root of this repository has. */
  borrow(...packages: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

/** Packs both libs and installs the tarballs without a network, as a merchant would. */
export async function installPackedLibs(): Promise<PackedProject> {
  const folder = await temporaryDirectory();
  const packer = path.join(projectRoot, 'libs/server-sdk/pack.mjs');
  const { stdout } = await run(process.execPath, [packer, path.join(folder.path, 'packages')]);
  const home = path.join(folder.path, 'project');
  const tarballs = stdout.trim().split('\n');
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', home];
  await run('npm', ['install', ...flags, ...tarballs], { cwd: folder.path });
  return {
    path: home,
    async write(name, text) {
      await writeFile(path.join(home, name), text);
      return path.join(home, name);
    },
    async borrow(...packages) {
      for (const name of packages) {
        const place = path.join(home, 'node_modules', name);
        await mkdir(path.dirname(place), { recursive: true });
        await symlink(path.join(projectRoot, 'node_modules', name), place);
      }
    },
    remove: () => folder.remove(),
  };
}
