import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { childrenOf, type End } from './instance-process.js';

const root = resolve(__dirname, '../..');

/** The demonstration as a person starts it, on a data directory of its own and, unless told otherwise, a free port. */
export class DemoProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<End>;
  stdout = '';
  stderr = '';
  private readonly settled: Promise<void>;

  /** Starts `npm run demo -- --once`, or the file behind it without that. */
  constructor(
    private readonly dataDir: string,
    how: 'once' | 'stays' = 'stays',
    environment: Record<string, string> = {},
  ) {
    const [command, args] =
      how === 'once'
        ? ['npm', ['run', '--silent', 'demo', '--', '--once']]
        : [process.execPath, [join(root, 'apps/demo/start.mjs')]];
    const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: dataDir, DATA_DIR: dataDir };
    this.process = spawn(command, args, {
      cwd: root,
      env: { ...env, DEMO_PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((fulfil) =>
      this.process.on('close', (code, signal) => fulfil({ code, signal })),
    );
    const announced = new Promise<void>((fulfil) => {
      this.process.stdout?.on('data', (chunk: Buffer) => {
        this.stdout += chunk.toString();
        if (this.stdout.includes('Stop with Ctrl-C.')) fulfil();
      });
    });
    this.settled = Promise.race([announced, this.ended.then(() => undefined)]);
  }

  /** Its address, once it says that it is ready; throws what it said if it ends instead. */
  async ready(): Promise<string> {
    await this.settled;
    const address = /ready at (http:\S+)/.exec(this.stdout)?.[1];
    if (address === undefined) throw new Error(`it ended: ${this.stdout}${this.stderr}`);
    return address;
  }

  /** What its broker has written down: where it listens, and its test key. */
  get firstRunFile(): string {
    return join(this.dataDir, 'demo', 'first-run.json');
  }

  /** The processes that it has begun: the broker, and the server of that one's PostgreSQL. */
  begun(): number[] {
    const postmaster = readFileSync(join(this.dataDir, 'demo', 'pg', 'postmaster.pid'), 'utf8');
    return [...childrenOf(this.process.pid), Number(postmaster.split('\n')[0])];
  }

  /** Asks it to stop as Ctrl-C does, and waits until it has. */
  async stop(): Promise<End> {
    this.process.kill('SIGINT');
    return this.ended;
  }
}
