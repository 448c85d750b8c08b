// `npm start`: builds if need be, then runs the instance and passes signals on to it.
// Plain JavaScript, because it runs before there is a build.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { build } from './build.mjs';

const main = resolve(import.meta.dirname, '../../dist/apps/standalone/src/main.js');
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const parentCheckMs = 500;

const building = new AbortController();
let instance;
let signals = 0;

for (const signal of forwarded) process.on(signal, () => stop(signal));

// npm keeps a SIGTERM to itself and leaves its child behind; that the parent has changed is how the child can tell.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent && signals === 0) stop('SIGTERM');
  }, parentCheckMs).unref();
}

try {
  await build({ ifStale: true, signal: building.signal });
  building.signal.throwIfAborted();
  run();
} catch (error) {
  process.stderr.write(`turnpike: ${building.signal.aborted ? 'stopped while building' : error.message}\n`);
  process.exitCode = 1;
}

function run() {
  instance = spawn(process.execPath, [main], {
    // Over the channel the instance notices if this process dies without a word.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // A process group of its own, so that Ctrl-C reaches it once, from here, and not a second time from the terminal.
    detached: true,
    env: environment(),
  });
  instance.on('error', (error) => {
    process.stderr.write(`turnpike: cannot start: ${error.message}\n`);
    process.exit(1);
  });
  instance.on('exit', (code, signal) => {
    if (signal !== null) process.stderr.write(`turnpike: stopped by ${signal}\n`);
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

/** PG* variables are about some other server than the embedded one, and must not change how that is spoken to. */
function environment() {
  const { env } = process;
  if (env.DATABASE_URL?.trim()) return env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PG')));
}

/** The first signal asks the instance to stop, the second makes it hurry, the third ends it. */
function stop(signal) {
  signals += 1;
  if (instance !== undefined) instance.kill(signals < 3 ? signal : 'SIGKILL');
  else building.abort();
}
