import { parseEnv } from '@turnpike/config';

import { Demonstration } from './demonstration.js';
import { oneLine } from './one-line.js';

/** What `npm run demo` runs. Stops on SIGINT, SIGTERM, SIGHUP, when whoever started it is gone, and after the walk with `--once`. */
const demonstration = new Demonstration((line) => process.stdout.write(`${line}\n`));
const parentCheckMillis = 500;

let stopping = false;

function stop(code: number): void {
  if (stopping) {
    demonstration.kill();
    process.exit(1);
  }
  stopping = true;
  void demonstration.stop().then(() => process.exit(code));
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(0));
// npm keeps a SIGTERM to itself and leaves its child behind; that the parent has changed is how the child can tell.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent && !stopping) stop(0);
}, parentCheckMillis).unref();
// Whoever read our output may be gone before we are.
process.stdout.on('error', () => undefined);

try {
  const stays = !process.argv.includes('--once');
  await demonstration.start(parseEnv(), stays);
  if (!stays) stop(0);
  else process.stdout.write('Stop with Ctrl-C.\n');
} catch (error) {
  if (!stopping) {
    process.stderr.write(`turnpike: ${oneLine(error)}\n`);
    stop(1);
  }
}
