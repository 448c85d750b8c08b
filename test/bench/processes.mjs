import { fork, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const hasTaskset = spawnSync('taskset', ['-V']).status === 0 && availableParallelism() >= 2;
const ticksPerSecond = 100;

/** Whether the server under test has a processor of its own. */
export const isPinned = hasTaskset;

/** Puts this process, and so the database and the load, on the second processor. */
export function pinSelf() {
  if (hasTaskset) spawnSync('taskset', ['-cp', '1', String(process.pid)]);
}

/** Starts a script beside this one and waits for its first message. `cpu` is the processor it runs on. */
export async function startScript(name, settings, cpu) {
  const child = fork(join(import.meta.dirname, name), [JSON.stringify(settings)], {
    execPath: hasTaskset ? 'taskset' : process.execPath,
    execArgv: [...(hasTaskset ? ['-c', String(cpu), process.execPath] : []), ...loaderFor(name)],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await nextMessage(child, `${name} did not start`);
  return {
    ...ready,
    /** Sends a message and waits for the answer. */
    ask(message) {
      child.send(message);
      return nextMessage(child, `${name} ended`);
    },
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.send({ stop: true });
      await ended;
    },
  };
}

/** What Node needs to run TypeScript as it stands. */
function loaderFor(name) {
  const loader = join(import.meta.dirname, '../support/run-typescript.mjs');
  return name.endsWith('.ts') ? ['--import', loader] : [];
}

function nextMessage(child, complaint) {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(complaint));
    child.once('exit', fail);
    child.once('message', (message) => {
      child.off('exit', fail);
      resolve(message);
    });
  });
}

/** CPU seconds that a server process of PostgreSQL and its children have used, those that have ended included. */
export function databaseCpuSeconds(postmasterPid) {
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const isServer = Number(name) === postmasterPid;
      const [own, ofEnded] = [fields.slice(11, 13), fields.slice(13, 15)].map(sum);
      if (isServer || Number(fields[1]) === postmasterPid) ticks += own;
      if (isServer) ticks += ofEnded;
    } catch {
      // It ended between the two reads.
    }
  }
  return ticks / ticksPerSecond;
}

function sum(texts) {
  return texts.reduce((total, text) => total + Number(text), 0);
}
