import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** The program of that name on this machine's PATH, or null. Those of the system count though a user's PATH has them not. */
export function findOnPath(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin'];
  for (const folder of folders) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return null;
}
