import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as an upstream saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Every line, those that come twice included. */
  readonly distinct: NodeJS.Dict<string[]>;
  readonly body: string;
}

/** What an upstream does with a request. */
export type Respond = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** The API behind a proxy, on 127.0.0.1: keeps what it sees and answers as it is told. */
export class UpstreamServer {
  readonly seen: SeenRequest[] = [];
  /** What it does next, and from then on. */
  respond: Respond = (_request, response) => response.end('fine');
  private readonly sockets = new Set<Socket>();

  private constructor(readonly server: Server) {}

  /** Starts one. */
  static async start(): Promise<UpstreamServer> {
    const server = createServer();
    const upstream = new UpstreamServer(server);
    server.on('connection', (socket: Socket) => {
      upstream.sockets.add(socket);
      socket.on('close', () => upstream.sockets.delete(socket));
    });
    server.on('request', (request, response) => upstream.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  /** Its address. */
  get url(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** What it saw last. */
  get last(): SeenRequest {
    const last = this.seen.at(-1);
    if (last === undefined) throw new Error('the upstream saw nothing');
    return last;
  }

  /** Cuts every connection. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Ends it. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.cut();
    await closed;
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const parts: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const { method = '', url = '', headers, headersDistinct } = request;
      this.seen.push({ method, url, headers, distinct: headersDistinct, body });
      this.respond(request, response, body);
    });
  }
}
