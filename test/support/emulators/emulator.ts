import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Faults } from './faults.js';

/** A request to an emulator, its body read. */
export interface EmulatorRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** What an emulator answers. */
export interface EmulatorAnswer {
  readonly status: number;
  /** Sent as JSON; a text is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Marks the answer to a creation, so that it can get lost. */
  readonly creates?: boolean;
  /** Writes the answer itself, headers included. */
  readonly stream?: (response: ServerResponse) => void;
}

/** One call that was made, without its body. */
export interface RecordedCall {
  readonly method: string;
  readonly path: string;
  readonly at: Date;
  readonly headers: IncomingMessage['headers'];
}

/** Key and certificate of an emulator that speaks TLS, as PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

const CALLS_MAX = 100_000;
const HUGE_PARTS = 256;
const HUGE_PART = Buffer.alloc(64 * 1024, 'x');
const DRIP_MILLIS = 200;

/** A JSON text of sixteen megabytes, made as it is read. */
function* huge(): Generator<Buffer> {
  yield Buffer.from('"');
  for (let part = 0; part < HUGE_PARTS; part += 1) yield HUGE_PART;
  yield Buffer.from('"');
}

/** The server of an emulator: it listens on 127.0.0.1, knows every fault, and leaves the provider's protocol to its heirs. */
export abstract class Emulator {
  readonly faults = new Faults();
  /** Every call that was made, up to a bound. */
  readonly calls: RecordedCall[] = [];
  /** The most sockets that were ever open at a time. */
  mostSockets = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(private readonly tls: TlsIdentity | null = null) {
    const take = (request: IncomingMessage, response: ServerResponse): void => {
      this.serve(request, response);
    };
    this.server = tls === null ? createServer(take) : createTlsServer({ ...tls }, take);
    this.server.on(tls === null ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.sockets.add(socket);
      this.mostSockets = Math.max(this.mostSockets, this.sockets.size);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** Answers a request in the provider's words. */
  protected abstract answer(request: EmulatorRequest): Promise<EmulatorAnswer>;

  /** The provider's error of that status. */
  protected abstract failure(status: number): EmulatorAnswer;

  /** The provider's answer to too many calls; 429 unless an heir knows better. */
  protected tooMany(): EmulatorAnswer {
    return this.failure(429);
  }

  /** The provider's answer to a credential that is no more; 401 unless an heir knows better. */
  protected unauthorized(): EmulatorAnswer {
    return this.failure(401);
  }

  /** Listens; port 0 takes a free one. */
  async start(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', resolve);
    });
  }

  /** Where it listens; throws before it does. */
  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `${this.tls === null ? 'http' : 'https'}://127.0.0.1:${port}`;
  }

  /** Answers a request, whichever server it came to. */
  serve(request: IncomingMessage, response: ServerResponse): void {
    void this.handle(request, response).catch(() => response.destroy());
  }

  /** Sockets that are open. */
  get socketCount(): number {
    return this.sockets.size;
  }

  /** Cuts every connection and goes on listening. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Cuts every connection and listens no more. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.dropConnections();
    });
  }

  /** For heirs that take web sockets. */
  protected get http(): Server {
    return this.server;
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', this.url);
    const { method = 'GET', headers } = incoming;
    if (this.calls.length < CALLS_MAX)
      this.calls.push({ method, path: url.pathname + url.search, at: new Date(), headers });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { faults } = this;
    if (faults.hang) return;
    if (faults.slowMillis > 0) await wait(faults.slowMillis);
    if (faults.reset) return void response.socket?.destroy();
    const answer =
      this.forced() ?? (await this.answer({ method, url, headers, body: Buffer.concat(chunks) }));
    if (answer.creates === true && faults.takeLostAnswer()) return void response.socket?.destroy();
    await this.write(response, answer);
  }

  private forced(): EmulatorAnswer | null {
    const { faults } = this;
    if (faults.rateLimited) return this.tooMany();
    if (faults.revoked) return this.unauthorized();
    if (faults.status !== null) return this.failure(faults.status);
    if (faults.garbage) return { status: 200, body: '<html>\u0000 {"not": JSON' };
    if (faults.huge) return { status: 200, stream: (response) => void this.pour(response) };
    return null;
  }

  private async pour(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/json' });
    await pipeline(huge, response).catch(() => undefined);
  }

  private async write(response: ServerResponse, answer: EmulatorAnswer): Promise<void> {
    if (answer.stream !== undefined) {
      answer.stream(response);
      return;
    }
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    if (!this.faults.drip) return void response.end(text);
    for (const byte of Buffer.from(text)) {
      if (response.destroyed) return;
      response.write(Buffer.from([byte]));
      await wait(DRIP_MILLIS);
    }
    response.end();
  }
}
