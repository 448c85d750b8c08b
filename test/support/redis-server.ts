import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findOnPath } from './find-on-path.js';
import { freePort } from './free-port.js';

/** The `redis-server` on this machine's PATH, or null: what needs it is then left out, and says so. */
export const redisServerBinary: string | null = findOnPath('redis-server');

/** The title of a group of tests that needs `redis-server`, saying why it is left out where there is none. */
export function titleWithRedis(title: string): string {
  return redisServerBinary === null ? `${title} (left out: no redis-server on this machine)` : title;
}

/** A Redis of one's own on the loopback address, which keeps nothing on disk. */
export class RedisServer {
  private process: ChildProcess | null = null;

  private constructor(
    private readonly binary: string,
    private readonly folder: string,
    readonly port: number,
  ) {}

  /** Starts one on a free port and waits until it accepts connections. Throws if there is no `redis-server`. */
  static async start(): Promise<RedisServer> {
    if (redisServerBinary === null) throw new Error('there is no redis-server on this machine');
    const folder = mkdtempSync(path.join(tmpdir(), 'turnpike-redis-'));
    const server = new RedisServer(redisServerBinary, folder, await freePort());
    await server.resume();
    return server;
  }

  /** The address to put into REDIS_URL. */
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again on the same port, empty, after `stop`. */
  async resume(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const started = spawn(this.binary, [...settings, '--dir', this.folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.process = started;
    await new Promise<void>((resolve, reject) => {
      let said = '';
      started.once('error', reject);
      started.once('exit', (code) => reject(new Error(`redis-server ended with ${String(code)}: ${said}`)));
      started.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('Ready to accept connections')) resolve();
      });
    });
  }

  /** Lets it hold its connections open and answer nothing. */
  freeze(): void {
    this.process?.kill('SIGSTOP');
  }

  /** Lets it go on after `freeze`. */
  thaw(): void {
    this.process?.kill('SIGCONT');
  }

  /** Ends the process at once, with all connections to it. It can be resumed. */
  async stop(): Promise<void> {
    const { process } = this;
    this.process = null;
    if (process === null || process.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, 'exit');
    process.kill('SIGKILL');
    await ended;
  }

  /** Ends the process and removes what it left. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
