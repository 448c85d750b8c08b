import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

const MAIN = join(process.cwd(), 'dist/apps/api/src/main.js');
const READY_MILLIS = 30_000;

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

/** The API as a process of its own, from the build, so that it can be killed. */
export class ApiProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly baseUrl: string,
    private readonly exited: Promise<number | null>,
  ) {}

  /** Starts one and waits until it listens. */
  static async start(variables: Record<string, string>): Promise<ApiProcess> {
    const port = await freePort();
    const child = spawn(process.execPath, [MAIN], {
      env: { PATH: process.env['PATH'], ...variables, PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    const exited = new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
    });
    const api = new ApiProcess(child, `http://127.0.0.1:${String(port)}`, exited);
    await Promise.race([
      api.listens(port),
      exited.then(() => {
        throw new Error(`the API ended at once: ${errors}`);
      }),
    ]);
    return api;
  }

  /** One POST, its body parsed. */
  async post(
    path: string,
    key: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
    const answer = await fetch(this.baseUrl + path, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as Record<string, unknown>,
    };
  }

  /** Ends it without a chance to clean up. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** Asks it to stop; gives its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exited;
  }

  private async listens(port: number): Promise<void> {
    for (const until = Date.now() + READY_MILLIS; Date.now() < until;) {
      if (await canConnect(port)) return;
    }
    throw new Error('the API did not listen in time');
  }
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      socket.destroy();
      setTimeout(() => {
        resolve(false);
      }, 20);
    });
  });
}
