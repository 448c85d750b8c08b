import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What is done with a socket as soon as a whole request head has come in on it. */
export type Misdeed = (socket: Socket, request: string) => void;

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** What a server may do that keeps to no protocol. */
export const misdeeds = {
  /** A whole answer. */
  answer: (socket) => socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}`),
  /** Says nothing, and keeps the socket. */
  hang: () => undefined,
  /** Cuts the connection. */
  reset: (socket) => socket.resetAndDestroy(),
  /** Begins an answer and cuts the connection. */
  resetHalfWay: (socket) =>
    socket.write(`${HEAD}Content-Length: 900\r\n\r\n{"a":`, () => socket.resetAndDestroy()),
  /** Begins an answer and says no more. */
  stopHalfWay: (socket) => socket.write(`${HEAD}Content-Length: 900\r\n\r\n{"a":`),
  /** Ends an answer before its length. */
  endEarly: (socket) => socket.end(`${HEAD}Content-Length: 900\r\n\r\n{"a":1}`),
  /** Is no HTTP at all. */
  garbage: (socket) => socket.end('\u0000\u0001SSH-2.0-OpenSSH_9.9\r\n\r\n'),
  /** A length that is no number. */
  badLength: (socket) => socket.end(`${HEAD}Content-Length: -5\r\n\r\n{}`),
  /** Headers without end. */
  hugeHeader: (socket) => pour(socket, 'HTTP/1.1 200 OK\r\nX-Long: ', 'x'.repeat(1_024)),
  /** Many headers without end. */
  manyHeaders: (socket) => pour(socket, 'HTTP/1.1 200 OK\r\n', 'X-Header: 1\r\n'),
  /** A body that goes on as long as anybody reads it. */
  endless: (socket) => pour(socket, `${HEAD}\r\n`, 'x'.repeat(65_536)),
  /** An endless body in chunks of one byte. */
  endlessChunks: (socket) =>
    pour(socket, `${HEAD}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n'.repeat(1_000)),
  /** Interim answers without end. */
  interim: (socket) => pour(socket, '', 'HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n'),
  /** A chunk whose length is beyond every number. */
  badChunk: (socket) => socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nx`),
  /** A second answer that nobody asked for. */
  unasked: (socket) =>
    socket.write(`${HEAD}Content-Length: 2\r\n\r\n{}${HEAD}Content-Length: 9\r\n\r\n"forged!"`),
  /** An upgrade that nobody asked for. */
  upgrade: (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'),
} satisfies Record<string, Misdeed>;

/** A server on 127.0.0.1 that does with every socket what it is told to, and counts them and the bytes that it got rid of. */
export class HostileServer {
  misdeed: Misdeed = misdeeds.answer;
  /** The heads of the requests that came in. */
  readonly requests: string[] = [];
  /** The most sockets that were open at a time, and how many were opened. */
  mostSockets = 0;
  opened = 0;
  /** The most bytes that one of them took. */
  mostBytes = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor() {
    this.server = createServer((socket) => {
      this.opened += 1;
      this.sockets.add(socket);
      this.mostSockets = Math.max(this.mostSockets, this.sockets.size);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        this.mostBytes = Math.max(this.mostBytes, socket.bytesWritten);
      });
      let head = '';
      socket.on('data', (chunk) => {
        head += chunk.toString('latin1');
        if (!head.includes('\r\n\r\n')) return;
        this.requests.push(head);
        const request = head;
        head = '';
        this.misdeed(socket, request);
      });
    });
  }

  /** Listens. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  /** Where. */
  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}/base/`);
  }

  /** Sockets that are open. */
  get socketCount(): number {
    return this.sockets.size;
  }

  /** Cuts every connection and listens no more. */
  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      for (const socket of this.sockets) socket.destroy();
    });
  }
}

/** Writes the same part again and again, as fast as it is taken. */
function pour(socket: Socket, head: string, part: string): void {
  socket.write(head);
  const go = (): void => {
    while (!socket.destroyed && socket.write(part));
    if (!socket.destroyed) socket.once('drain', go);
  };
  go();
}
