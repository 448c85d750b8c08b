import { parseEnv } from '@turnpike/config';
import { oneLine } from './one-line.js';
import { Standalone } from './standalone.js';

/** Everything in one process: what `npm start` runs. Stops on SIGINT, SIGTERM, SIGHUP, or when `start.mjs` is gone. */
const standalone = new Standalone(print);

let stopping: Promise<boolean> | undefined;
const isStopping = (): boolean => stopping !== undefined;

function stop(): void {
  if (isStopping()) {
    print('stopping at once');
    process.exit(1);
  }
  print('stopping');
  stopping = standalone.stop();
  void stopping.then((clean) => process.exit(clean ? 0 : 1));
}

function print(line: string): void {
  process.stderr.write(`turnpike: ${line}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
// Whoever read our output may be gone before we are.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

const isStartedByAnother = process.send !== undefined;
// It may have gone already, while this was loading.
if (isStartedByAnother && !process.connected) stop();
process.once('disconnect', () => {
  if (!isStopping()) stop();
});

try {
  if (!isStopping()) await standalone.start(parseEnv());
} catch (error) {
  print(oneLine(error));
  if (!isStopping()) {
    stopping = standalone.stop();
    await stopping;
    process.exit(1);
  }
}
