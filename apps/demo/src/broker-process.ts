import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Broker } from './demo-api.js';

const MAIN = resolve(import.meta.dirname, '../../standalone/src/main.js');
const LAST_LINE = 'Stop with Ctrl-C';

/** A broker that is ready, and a link that signs in to its dashboard, once. */
export interface ReadyBroker extends Broker {
  readonly signIn: string;
}

/**
 * A whole instance beside this process, on a directory of its own and any free port. It gets no variable of ours, so that a
 * demonstration never sells through somebody's real database, and it ends when this process does, in whatever way.
 */
export class BrokerProcess {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;
  private said = '';
  private complaint = '';

  constructor(private readonly dataDir: string) {
    this.child = spawn(process.execPath, [MAIN], {
      env: { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A process group of its own, so that Ctrl-C reaches it from here and not a second time from the terminal.
      detached: true,
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.complaint = chunk.toString().trim() || this.complaint;
    });
    this.ended = new Promise((fulfil) => {
      this.child.once('error', ({ message }) => {
        this.complaint = message;
        fulfil();
      });
      this.child.once('close', () => fulfil());
    });
  }

  /** Resolves when it can be used; rejects with what it said if it ends instead. */
  async ready(): Promise<ReadyBroker> {
    const announced = new Promise<'announced'>((fulfil) => {
      this.child.stdout?.on('data', (chunk: Buffer) => {
        this.said += chunk.toString();
        if (this.said.includes(LAST_LINE)) fulfil('announced');
      });
    });
    const outcome = await Promise.race([announced, this.ended]);
    if (outcome !== 'announced') throw new Error(this.complaint.replace(/^turnpike: /, ''));
    const content = JSON.parse(await readFile(join(this.dataDir, 'first-run.json'), 'utf8')) as {
      readonly baseUrl: string;
      readonly testApiKey: string;
    };
    const { baseUrl, testApiKey } = content;
    const signIn = /Dashboard +(\S+)/.exec(this.said)?.[1] ?? `${baseUrl}/dashboard`;
    return { baseUrl, apiKey: testApiKey, signIn };
  }

  /** Asks it to stop, and resolves when it has. */
  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await this.ended;
  }

  /** Ends it at once. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}
