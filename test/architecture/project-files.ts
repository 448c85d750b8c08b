import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder that holds package.json. */
export const projectRoot = path.resolve(import.meta.dirname, '../..');

/** What is made or installed rather than written, so no rule speaks of it. */
const notWritten = new Set([
  '.git',
  '.data',
  '.data-emulated',
  'coverage',
  'dist',
  'test-output',
  'generated',
  'node_modules',
]);

function walk(folder: string): string[] {
  return readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (notWritten.has(entry.name)) return [];
    return entry.isDirectory() ? walk(name) : [name];
  });
}

/** Every file that somebody wrote, by its path from the root with `/` between the parts, in order. */
export const projectFiles: readonly string[] = walk('').sort();

/** The files below the given folders whose names end in one of the given endings. */
export function filesBelow(folders: readonly string[], endings: readonly string[]): string[] {
  return projectFiles.filter(
    (file) =>
      folders.some((folder) => file.startsWith(`${folder}/`)) && endings.some((end) => file.endsWith(end)),
  );
}

/** The text of a file of the project. */
export function textOf(file: string): string {
  return readFileSync(path.join(projectRoot, file), 'utf8');
}

/** Whether the project has this file or folder. */
export function exists(file: string): boolean {
  return existsSync(path.join(projectRoot, file));
}

/** Whether a file is shipped code: below apps or libs, no specification and nothing that only specifications use. */
export function isShipped(file: string): boolean {
  return /^(apps|libs)\//.test(file) && !/\.(spec|fake|conformance)\.ts$|\/testing\//.test(file);
}

/** Splits a file's text into lines, the empty one after the last line break not counted. */
export function linesOf(file: string): string[] {
  const lines = textOf(file).split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
