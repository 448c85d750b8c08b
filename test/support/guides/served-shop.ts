import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';

import { findOnPath } from '../find-on-path.js';

/** Where a program runs, and where it is to listen. */
export interface ShopPlace {
  readonly cwd: string;
  readonly env: Record<string, string>;
  readonly port: number;
}

/** A server of a guide, in a group of processes of its own, as some of them start others. */
export class ServedShop {
  private said = '';
  private readonly ended: Promise<unknown>;

  private constructor(private readonly process: ChildProcess) {
    this.ended = once(process, 'close');
    process.on('error', (error) => (this.said += error.message));
    process.stdout?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
    process.stderr?.on('data', (chunk: Buffer) => (this.said += chunk.toString()));
  }

  /** Resolves when it listens; rejects with what it said if it ends before. */
  static async start(program: string, args: readonly string[], place: ShopPlace): Promise<ServedShop> {
    const { cwd, env } = place;
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    const shop = new ServedShop(spawn(program, args, { cwd, env, stdio, detached: true }));
    const isOver = shop.ended.then(() => {
      throw new Error(`it ended: ${shop.said}`);
    });
    isOver.catch(() => undefined);
    while (!(await Promise.race([listens(place.port), isOver])))
      await new Promise((resolve) => setTimeout(resolve, 20));
    return shop;
  }

  /** Starts nginx on what a reader would put into its `conf.d`. */
  static async nginx(file: string, text: string, place: ShopPlace): Promise<ServedShop> {
    const { cwd } = place;
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const paths = temporary.map((what) => `${what}_temp_path ${path.join(cwd, what)};`).join('\n');
    const own = `daemon off;\npid ${cwd}/pid;\nerror_log stderr;\nevents {}\n`;
    const whole = path.join(cwd, 'nginx.conf');
    await writeFile(file, text);
    await writeFile(whole, `${own}http {\n${paths}\naccess_log off;\ninclude ${file};\n}\n`);
    return ServedShop.start(findOnPath('nginx') ?? '', ['-p', cwd, '-c', whole], place);
  }

  /** Ends it and all that it has started. */
  async stop(): Promise<void> {
    const { pid } = this.process;
    if (pid !== undefined && this.process.exitCode === null && this.process.signalCode === null)
      process.kill(-pid, 'SIGTERM');
    await this.ended;
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
