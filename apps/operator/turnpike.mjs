#!/usr/bin/env node
// `npm run turnpike -- <command>`: builds if need be, then runs the operator's command line in this process.
// Plain JavaScript, because it runs before there is a build.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../standalone/build.mjs';

const main = resolve(import.meta.dirname, '../../dist/apps/operator/src/main.js');

try {
  await build({ ifStale: true });
  await import(pathToFileURL(main).href);
} catch (error) {
  process.stderr.write(`turnpike: ${error.message}\n`);
  process.exitCode = 1;
}
