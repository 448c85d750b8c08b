import { spawn } from 'node:child_process';
import { open, readFile, readlink, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Binaries, programEnvironment } from './binaries.js';
import type { DataDirectory } from './data-directory.js';
import { type DatabaseUser, runAs } from './database-user.js';
import { fileFailure } from './embedded-postgres-error.js';
import { isAlive } from './process-state.js';

/** A PostgreSQL server process and where it listens on 127.0.0.1. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failing statements are our errors to log, redacted; here they would show what they were about.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

const throwAwaySettings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_connections: '200',
  // Nothing outside the data directory, which its owner just deletes.
  dynamic_shared_memory_type: 'mmap',
};

/** A server that this process started, and whether it has ended since. */
export interface SpawnedPostmaster extends Postmaster {
  hasEnded(): boolean;
}

/** Starts the server; it is not ready yet when this returns. Its log goes to `pg.log`, the last one to `pg.log.1`. */
export async function spawnPostmaster(
  data: DataDirectory,
  binaries: Binaries,
  user: DatabaseUser | null,
  port: number,
  throwAway: boolean,
): Promise<SpawnedPostmaster> {
  await rename(data.log, `${data.log}.1`).catch(() => undefined);
  const log = await open(data.log, 'w', 0o600).catch((error: unknown) => {
    throw fileFailure(data.path, error);
  });
  try {
    const server = spawn(
      join(binaries.directory, 'postgres'),
      [
        ...['-D', data.nameFor(data.cluster), '-p', String(port)],
        ...Object.entries({ ...settings, ...(throwAway ? throwAwaySettings : {}) }).flatMap(
          ([name, value]) => ['-c', `${name}=${value}`],
        ),
      ],
      {
        cwd: data.cluster,
        env: programEnvironment,
        stdio: ['ignore', log.fd, log.fd],
        // Its own session: Ctrl-C in a terminal must reach us only, since the applications close before their database.
        detached: true,
        ...runAs(user),
      },
    );
    server.unref();
    let ended = false;
    server.on('exit', () => (ended = true));
    server.on('error', () => (ended = true));
    return { pid: server.pid ?? 0, port, hasEnded: () => ended };
  } finally {
    await log.close();
  }
}

/**
 * The server that already runs on this cluster, by its postmaster.pid; null if there is none.
 * A file whose process id meanwhile belongs to another program is disarmed, since PostgreSQL would refuse to start over it.
 */
export async function findPostmaster(data: DataDirectory): Promise<Postmaster | null> {
  const file = join(data.cluster, 'postmaster.pid');
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!(pid > 0 && port > 0) || !isAlive(pid)) return null;
  if (process.platform === 'linux' && !(await worksIn(pid, data.cluster))) {
    // The rest of the file stays: it names the shared memory that PostgreSQL makes sure nobody still uses.
    await writeFile(file, [impossiblePid, ...lines.slice(1)].join('\n'));
    return null;
  }
  return { pid, port };
}

/** Whether a server runs there as another system user than this one: PostgreSQL runs only as the owner of its cluster. */
export async function isRunByAnother(user: DatabaseUser, data: DataDirectory): Promise<boolean> {
  const owner = await stat(data.cluster).catch(() => null);
  return owner !== null && owner.uid !== user.uid && (await findPostmaster(data)) !== null;
}

/** Above every pid that Linux gives out. */
const impossiblePid = '1073741824';

/** A server's working directory is its cluster; whose working directory we may not read is no server of ours. */
async function worksIn(pid: number, directory: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(directory));
  } catch {
    return false;
  }
}

/**
 * Asks the server to end: `fast` rolls back what runs and writes everything out, `immediate` just ends.
 * A fast stop that takes longer than ten seconds becomes an immediate one, from which the next start recovers.
 */
export async function stopPostmaster(server: Postmaster, how: 'fast' | 'immediate'): Promise<void> {
  if (how === 'fast' && (await endsAfter(server.pid, 'SIGINT', 10_000))) return;
  if (await endsAfter(server.pid, 'SIGQUIT', 10_000)) return;
  await endsAfter(server.pid, 'SIGKILL', 1_000);
}

async function endsAfter(pid: number, signal: NodeJS.Signals, waitMs: number): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch {
    return !isAlive(pid);
  }
  const until = Date.now() + waitMs;
  while (isAlive(pid) && Date.now() < until) await pause(10);
  return !isAlive(pid);
}

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return listenOn(0);
}

/** Whether somebody listens on that port of 127.0.0.1. */
export async function isPortTaken(port: number): Promise<boolean> {
  return listenOn(port).then(
    () => false,
    () => true,
  );
}

function listenOn(port: number): Promise<number> {
  return new Promise((fulfil, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => fulfil(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
