import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Faults } from './faults.js';

/** What the web sockets of an emulator are made of. */
export interface EmulatorSocketOptions {
  readonly server: Server;
  readonly path: string;
  readonly faults: Faults;
  /** The status that a request is refused with; null if it is taken. */
  refusal(request: IncomingMessage): number | null;
  /** Between the server's own pings; it sends none if absent. */
  readonly pingMillis?: number;
}

/** The web sockets of an emulator: everybody hears the same. */
export class EmulatorSockets {
  private readonly sockets: WebSocketServer;

  constructor(private readonly options: EmulatorSocketOptions) {
    this.sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    options.server.on('upgrade', (request, socket: Socket, head) => this.take(request, socket, head));
    options.server.on('close', () => this.sockets.close());
  }

  /** How many are open. */
  get count(): number {
    return this.sockets.clients.size;
  }

  /** Sends a text to all of them. */
  broadcast(text: string): void {
    for (const socket of this.sockets.clients) socket.send(text);
  }

  /** Cuts all of them. */
  drop(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  private take(request: IncomingMessage, socket: Socket, head: Buffer): void {
    const { faults, path } = this.options;
    if (faults.hang) return;
    if (faults.reset) return void socket.destroy();
    const isThere = new URL(request.url ?? '/', 'http://emulator').pathname === path;
    const status = isThere ? (faults.status ?? this.options.refusal(request)) : 404;
    if (status !== null) return void socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`);
    this.sockets.handleUpgrade(request, socket, head, (open) => this.keep(open));
  }

  private keep(socket: WebSocket): void {
    socket.on('error', () => undefined);
    const { pingMillis } = this.options;
    if (pingMillis === undefined) return;
    const timer = setInterval(() => socket.ping(), pingMillis);
    socket.on('close', () => clearInterval(timer));
  }
}
