import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';

import { BuiltProcess } from './built-process.js';
import { freePort } from './free-port.js';

const READY_MILLIS = 30_000;

interface Call {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a call got, its body parsed. */
export interface ProcessReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** The API, or another of our servers, as a process of its own, from the build, so that it can be killed. */
export class ApiProcess {
  // Tests call it ten thousands of times, which `fetch` makes dear.
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(
    private readonly process: BuiltProcess,
    readonly baseUrl: string,
  ) {}

  /** Starts one and waits until it listens; `main` is the program, if another than the API alone. */
  static async start(variables: Record<string, string>, main = 'apps/api/src/main.js'): Promise<ApiProcess> {
    const port = await freePort();
    const process = BuiltProcess.start(main, { ...variables, PORT: String(port) });
    const api = new ApiProcess(process, `http://127.0.0.1:${String(port)}`);
    await Promise.race([
      api.listens(port),
      process.exited.then(() => {
        throw new Error(`the API ended at once: ${process.errors}`);
      }),
    ]);
    return api;
  }

  /** Resolves with the exit code when it has ended; `null` if a signal ended it. */
  get exited(): Promise<number | null> {
    return this.process.exited;
  }

  /** What it wrote to standard error. */
  get errors(): string {
    return this.process.errors;
  }

  /** One POST, its body parsed. */
  post(path: string, key: string, body: object, headers: Record<string, string> = {}): Promise<ProcessReply> {
    return this.send(path, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** One GET, its body parsed. */
  get(path: string, key?: string): Promise<ProcessReply> {
    return this.send(path, { headers: key === undefined ? {} : { 'x-api-key': key } });
  }

  /** One DELETE. */
  delete(path: string, key: string): Promise<ProcessReply> {
    return this.send(path, { method: 'DELETE', headers: { 'x-api-key': key } });
  }

  /** Ends it without a chance to clean up. */
  kill(): Promise<void> {
    return this.process.kill();
  }

  /** Asks it to stop; gives its exit code. */
  stop(): Promise<number | null> {
    return this.process.stop();
  }

  private async send(path: string, { body, ...call }: Call): Promise<ProcessReply> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const options = { ...call, headers: { ...call.headers, ...length }, agent: this.agent };
      request(this.baseUrl + path, options, resolve)
        .on('error', reject)
        .end(body);
    });
    let sent = '';
    answer.setEncoding('utf8').on('data', (part: string) => (sent += part));
    await once(answer, 'end');
    return {
      status: answer.statusCode ?? 0,
      headers: new Headers(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
      body: (sent === '' ? {} : JSON.parse(sent)) as Record<string, unknown>,
    };
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
