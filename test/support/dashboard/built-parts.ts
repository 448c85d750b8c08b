import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const assets = path.resolve(import.meta.dirname, '../../../dist/dashboard/assets');

/** The page that every address of the dashboard answers, as it was built. */
export function builtPage(): string {
  return readFileSync(path.join(assets, '../index.html'), 'utf8');
}

/** The part that holds a module, by the beginning of its name: `overview-page` for `overview-page-x1y2.js`. */
export function partOf(name: string): string {
  const parts = readdirSync(assets).filter((file) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file));
  const [part] = parts;
  if (part === undefined || parts.length > 1) throw new Error(`${name} is in ${parts.length} parts`);
  return part;
}

/** The parts that a browser loads for these, with all that they import on loading, and the style sheets of each. */
export function loadedFor(parts: readonly string[]): ReadonlySet<string> {
  const loaded = new Set<string>();
  const load = (part: string): void => {
    if (loaded.has(part)) return;
    loaded.add(part);
    if (!part.endsWith('.js')) return;
    const text = readFileSync(path.join(assets, part), 'utf8');
    for (const [, imported] of text.matchAll(/(?:from|import)\s*"\.\/([\w.-]+)"/g)) load(imported ?? '');
  };
  for (const [, entry] of builtPage().matchAll(/(?:src|href)="\/dashboard\/assets\/([^"]+)"/g))
    load(entry ?? '');
  for (const part of parts) load(part);
  const names = [...loaded].map((part) => part.replace(/-[\w-]{8}\.js$/, ''));
  for (const file of readdirSync(assets))
    if (file.endsWith('.css') && names.includes(file.replace(/-[\w-]{8}\.css$/, ''))) loaded.add(file);
  return loaded;
}

/** How many bytes these parts have, compressed by gzip as they are sent. */
export function gzippedBytes(parts: Iterable<string>): number {
  return [...parts].reduce((sum, part) => sum + readFileSync(path.join(assets, `${part}.gz`)).length, 0);
}
