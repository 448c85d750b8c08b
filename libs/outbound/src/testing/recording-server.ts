import { createServer, type Server, type Socket, type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Resolver } from '../resolve-name.js';

/** Key and certificate of a server that speaks TLS, as PEM. */
interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A server on 127.0.0.1 that keeps every byte that reaches it, and does with each request what it is told to. */
export class RecordingServer {
  /** How many sockets were opened to it, whether anything came on them or not. */
  opened = 0;
  /** What came in, decrypted. */
  received = '';
  /** What it does with a request, by its head. */
  respond: (socket: Socket, request: string) => void = (socket) => this.answer(socket, '{}');
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;

  /** Listens, on that port if one is given. */
  async start(identity: Identity | null = null, port = 0): Promise<void> {
    const take = (socket: Socket): void => void socket.on('data', (chunk) => this.take(socket, chunk));
    const server = identity === null ? createServer(take) : createTlsServer({ ...identity }, take);
    server.on('tlsClientError', () => undefined);
    server.on('connection', (socket: Socket) => {
      this.opened += 1;
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
    });
    server.on('secureConnection', (socket: Socket) => void socket.on('error', () => undefined));
    this.server = server;
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  }

  /** The port on which it listens. */
  get port(): number {
    return (this.server?.address() as AddressInfo).port;
  }

  /** Sockets that are open. */
  get socketCount(): number {
    return this.sockets.size;
  }

  /** Answers with a body, whole. */
  answer(socket: Socket, body: string, head = '200 OK\r\nContent-Type: application/json'): void {
    socket.write(`HTTP/1.1 ${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  /** Cuts every connection and listens no more. */
  async stop(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of this.sockets) socket.destroy();
    });
  }

  private take(socket: Socket, chunk: Buffer): void {
    const request = chunk.toString('latin1');
    this.received += request;
    if (request.includes('\r\n\r\n')) this.respond(socket, request);
  }
}

/** A resolver that gives these answers, one each time it is asked, the last of them for ever; none: it knows no name. */
export function resolverOf(
  ...answers: readonly (readonly string[])[]
): Resolver & { readonly asked: string[] } {
  const left = [...answers];
  const asked: string[] = [];
  const resolve: Resolver = (host, _options, done) => {
    asked.push(host);
    const found = left.length > 1 ? left.shift() : left[0];
    if (found === undefined) {
      done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }), []);
      return;
    }
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return Object.assign(resolve, { asked });
}

/** Resolves when all that is due in this turn of the program was done. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
