// `npm run demo`: builds if need be, then runs the demonstration in this process, which has a broker of its own beside it.
// Plain JavaScript, because it runs before there is a build.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../standalone/build.mjs';

const main = resolve(import.meta.dirname, '../../dist/apps/demo/src/main.js');

try {
  await build({ ifStale: true });
  await import(pathToFileURL(main).href);
} catch (error) {
  process.stderr.write(`turnpike: ${error.message}\n`);
  process.exitCode = 1;
}
