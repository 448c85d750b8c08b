// `npm run demo`: builds if need be, then runs the demonstration in this process, which has a broker of its own beside it.
// Plain JavaScript, because it runs before there is a build.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../standalone/build.mjs';

const main = resolve(import.meta.dirname, '../../dist/apps/demo/src/main.js');
const usage = `Usage: npm run demo [-- <options>]

Starts a small API that sells jokes, and a broker in test mode for it, both on this machine only; buys a joke step by step, and
stays until Ctrl-C.

  --once  ends after that joke
  --help  prints this

DEMO_PORT is the port of the API (4021). What the broker keeps is in the folder demo of DATA_DIR (.data).
`;

try {
  if (asked().help) process.stdout.write(usage);
  else {
    await build({ ifStale: true });
    await import(pathToFileURL(main).href);
  }
} catch (error) {
  process.stderr.write(`turnpike: ${error.message}\n`);
  process.exitCode ||= 1;
}

function asked() {
  try {
    return parseArgs({ options: { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } })
      .values;
  } catch (error) {
    process.exitCode = 2;
    throw new Error(`${error.message.split('. ')[0]}; see --help`, { cause: error });
  }
}
