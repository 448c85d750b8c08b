import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = readdirSync(__dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));

describe('http402 in the runtimes it is published to', () => {
  it.each(sources)('%s imports only its neighbours and names no global of Node alone', (name) => {
    const source = readFileSync(join(__dirname, name), 'utf8');
    const imported = [...source.matchAll(/\bfrom '([^']+)'/g)].map(([, specifier = '']) => specifier);
    expect(imported.filter((specifier) => !/^\.\/[a-z0-9-]+\.js$/.test(specifier))).toEqual([]);
    const code = source.replace(/\/\*\*.*?\*\//gs, '').replace(/\/\/.*$/gm, '');
    expect(code).not.toMatch(
      /\b(?:Buffer|process|global|module)\s*[.[(]|\b(?:require|import)\s*\(|\b__\w+name\b/,
    );
  });
});
