import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const root = resolve(__dirname, '../..');

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A whole instance as a person starts it, on a data directory and a free port of its own. */
export class InstanceProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<End>;
  stdout = '';
  stderr = '';

  /** Starts `node apps/standalone/start.mjs`, or `npm start`, with nothing of this process's environment but what is named. */
  constructor(
    private readonly dataDir: string,
    environment: Record<string, string> = {},
    how: 'node' | 'npm' = 'node',
  ) {
    const [command, args] =
      how === 'npm' ? ['npm', ['start']] : [process.execPath, [join(root, 'apps/standalone/start.mjs')]];
    this.process = spawn(command, args, {
      cwd: root,
      env: {
        PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: dataDir,
        DATA_DIR: dataDir,
        PORT: '0',
        LOG_LEVEL: 'warn',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.process.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((fulfil) =>
      this.process.on('close', (code, signal) => fulfil({ code, signal })),
    );
  }

  /** Its address, once it says that it is ready; throws what it said if it ends instead. */
  async ready(): Promise<string> {
    for (;;) {
      const address = /ready at (http:\S+)/.exec(this.stdout)?.[1];
      if (address !== undefined) return address;
      const end = await Promise.race([this.ended, pause(10)]);
      if (end !== undefined) throw new Error(`it ended: ${this.stdout}${this.stderr}`);
    }
  }

  /** The server process of its embedded PostgreSQL, or null while there is none. */
  postgres(): number | null {
    const file = join(this.dataDir, 'pg', 'postmaster.pid');
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
    // Nothing is written yet, or a backend of its own that makes the cluster, whose number stands there as a negative one.
    return pid > 0 ? pid : null;
  }

  /** The process in which everything runs: the child of the one that was started. */
  main(): number {
    const [main] = childrenOf(this.process.pid);
    if (main === undefined) throw new Error('it runs nothing');
    return main;
  }

  /** Asks it to stop as `kill` does, and waits until it has. */
  async stop(): Promise<End> {
    this.process.kill('SIGTERM');
    return this.ended;
  }
}

/** The children of a process, as Linux knows them. */
export function childrenOf(pid: number | undefined): number[] {
  const file = `/proc/${pid ?? 0}/task/${pid ?? 0}/children`;
  return existsSync(file) ? readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number) : [];
}

/** Resolves when no process has this id. */
export async function untilGone(pid: number): Promise<void> {
  while (exists(pid)) await pause(10);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
