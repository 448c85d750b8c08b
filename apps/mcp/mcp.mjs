#!/usr/bin/env node
// `npm run --silent mcp`: builds if need be, then runs the MCP server in this process. Whatever is said while building goes to
// standard error. Plain JavaScript, because it runs before there is a build.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../standalone/build.mjs';

const main = resolve(import.meta.dirname, '../../dist/apps/mcp/src/main.js');

try {
  await build({ ifStale: true });
  await import(pathToFileURL(main).href);
} catch (error) {
  process.stderr.write(`turnpike-mcp: ${error.message}\n`);
  process.exitCode = 1;
}
