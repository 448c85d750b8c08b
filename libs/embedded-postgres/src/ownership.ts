import { spawn } from 'node:child_process';
import { type DatabaseUser, runAs } from './database-user.js';
import { programEnvironment } from './binaries.js';
import { errorCode } from './error-code.js';
import { serverClient } from './server-client.js';

/** Any number will do, so long as every version of us takes the same. */
const lockKey = 72707370;

/** Our hold on a running server. It ends with our process, however that ends. */
export interface Ownership {
  /** Called once if the connection is lost without `release`. */
  onLost(listener: () => void): void;
  /** Gives the server up without stopping it. */
  release(): Promise<void>;
}

/** `not ready` while the server does not answer yet; `in use` if another living process holds the lock. */
export type Refusal = 'not ready' | 'in use' | 'wrong password';

/**
 * Logs in and takes the lock that makes this process the one that stops the server.
 */
export async function takeOwnership(url: string): Promise<Ownership | Refusal> {
  const client = serverClient(url);
  let lost: (() => void) | undefined;
  client.on('end', () => lost?.());
  try {
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
      lockKey,
    ]);
    if (rows[0]?.taken === true) {
      return {
        onLost: (listener) => (lost = listener),
        release: () => {
          lost = undefined;
          return client.end().catch(() => undefined);
        },
      };
    }
    await client.end();
    return 'in use';
  } catch (error) {
    await client.end().catch(() => undefined);
    return errorCode(error) === '28P01' ? 'wrong password' : 'not ready';
  }
}

/**
 * Starts a watchman that stops the server if this process dies without stopping it, even by kill -9: a shell that waits
 * for the end of a pipe that only we hold open. Returns how to dismiss it.
 */
export function postWatchman(pid: number, user: DatabaseUser | null): () => void {
  if (process.platform === 'win32') return () => undefined;
  const watchman = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$0" 2>/dev/null', String(pid)], {
    cwd: '/',
    env: programEnvironment,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    ...runAs(user),
  });
  watchman.on('error', () => undefined);
  watchman.stdin.on('error', () => undefined);
  watchman.unref();
  return () => void watchman.kill('SIGKILL');
}
