import ts from 'typescript';
import { filesBelow, isShipped } from './project-files.js';
import { environmentReads } from './environment-reads.js';
import { sourceOf } from './source-imports.js';

const readsIn = (text: string): string[] =>
  environmentReads(ts.createSourceFile('x.ts', text, ts.ScriptTarget.ES2023, true));

describe('the environment', () => {
  const readers = ['libs/config/src/env.ts', 'apps/standalone/start.mjs', 'prisma.config.ts'];
  const shipped = filesBelow(['apps', 'libs'], ['.ts', '.mjs']).filter(isShipped);

  it('is read in three places', () => {
    const found = [...shipped, 'prisma.config.ts'].map((file) => ({
      file,
      reads: environmentReads(sourceOf(file)),
    }));
    const strays = found.filter(({ file, reads }) => reads.length > 0 && !readers.includes(file));
    expect(strays).toEqual([]);
    const idle = readers.filter(
      (reader) => !found.some(({ file, reads }) => file === reader && reads.length > 0),
    );
    expect(idle).toEqual([]);
  });

  it.each([
    'const port = process.env.PORT;',
    "const port = process['env'].PORT;",
    'const { env } = process;',
    'const { env: e } = process;',
    'const p = process; p.env;',
    'let p; p = process;',
    'const a = { process };',
    'read(process);',
    'for (const [name] of Object.entries(process.env)) name;',
    'export { process };',
    "import { env } from 'node:process';",
    "import process from 'node:process';",
    "import * as p from 'process';",
    "export { env } from 'node:process';",
    "const { env } = await import('node:process');",
    "const { env } = require('process');",
    "const { env } = process.getBuiltinModule('process');",
    "const { env } = createRequire(import.meta.url)('node:process');",
    'globalThis.process.env;',
    "globalThis['process'].env;",
    'const { process: p } = globalThis;',
    'const g = globalThis;',
    'global.process.env;',
    'function f(p = process) {}',
  ])('cannot be read unseen by %s', (text) => {
    expect(readsIn(text)).not.toEqual([]);
  });

  it.each([
    'process.exit(1);',
    'process.stdout.write(x);',
    "process.on('SIGTERM', stop);",
    'const env = parseEnv();',
    'const queue = { process: (job) => run(job) };',
    'options.process({ name });',
    'interface Options { readonly process: string; process(job: string): void }',
    'const { process: run } = options;',
    'const { WebAssembly } = globalThis.x;',
    "const word = 'process';",
  ])('is not taken to be read by %s', (text) => {
    expect(readsIn(text)).toEqual([]);
  });
});
