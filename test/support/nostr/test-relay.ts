import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { LogLevel, type IncomingMessage } from '@nostr-relay/common';
import { NostrRelay } from '@nostr-relay/core';
import { Validator } from '@nostr-relay/validator';
import { WebSocket, WebSocketServer } from 'ws';
import { MemoryEvents } from './memory-events.js';
import { TagFilters } from './tag-filters.js';

/** A message that went over a relay, in either direction. */
export interface RelayFrame {
  readonly from: 'client' | 'relay';
  /** Whether the other side is a wallet and not ourselves. */
  readonly ofWallet: boolean;
  readonly message: readonly unknown[];
}

/** Sends a text to the client that asked, past the relay. */
export type RawSend = (message: unknown) => void;

const FRAMES_MAX = 20_000;
const DRIP_MILLIS = 200;
const WALLET_PATH = '/wallet';

/**
 * A real Nostr relay on 127.0.0.1, with a record of what went over it and with ways to misbehave. What connects to
 * `walletUrl` counts as a wallet, and is spared by the misbehaviour.
 */
export class TestRelay extends EventEmitter {
  readonly frames: RelayFrame[] = [];
  /** Deals with a message of a client instead of the relay; true if it did. */
  intercept: ((message: readonly unknown[], send: RawSend) => boolean) | null = null;
  /** Which messages to clients are never sent. */
  suppress: (message: readonly unknown[]) => boolean = () => false;
  /** Messages to clients come a byte at a time. */
  drips = false;
  /** The same, by somebody else's switch. */
  dripsToo: () => boolean = () => false;
  private relay: NostrRelay | null = null;
  private server: WebSocketServer | null = null;
  private readonly clients = new Map<WebSocket, boolean>();
  /** What is on its way, a byte at a time. */
  private readonly dripping = new WeakMap<WebSocket, Promise<void>>();
  private readonly validator = new Validator();
  private readonly events = new MemoryEvents();
  private port = 0;
  private connected = 0;

  /** Listens, on a port of its own if none is given; a relay that was stopped takes its old one. What it kept it still has. */
  async start(port = this.port): Promise<void> {
    const server = new WebSocketServer({ host: '127.0.0.1', port });
    // Ephemeral events are passed on as often as they come, as most relays do.
    this.relay = new NostrRelay(this.events, {
      logLevel: LogLevel.ERROR,
      maxSubscriptionsPerClient: 1_000,
      eventHandlingResultCacheTtl: 0,
      filterResultCacheTtl: 0,
    });
    this.server = server;
    server.on('connection', (socket, request) => this.attend(socket, request.url === WALLET_PATH));
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/`;
  }

  get walletUrl(): string {
    return `ws://127.0.0.1:${this.port}${WALLET_PATH}`;
  }

  /** Sockets of clients that are open, without those of wallets. */
  get clientCount(): number {
    return [...this.clients.values()].filter((ofWallet) => !ofWallet).length;
  }

  /** How many sockets of clients were opened. */
  get connectedCount(): number {
    return this.connected;
  }

  /** Cuts every socket. */
  dropAll(): void {
    for (const socket of this.clients.keys()) socket.terminate();
  }

  /** Cuts every socket but those of wallets. */
  dropClients(): void {
    for (const [socket, ofWallet] of this.clients) if (!ofWallet) socket.terminate();
  }

  /** Sends a text, as it is, to every client. */
  sendToClients(text: string | Uint8Array): void {
    for (const [socket, ofWallet] of this.clients) if (!ofWallet) socket.send(text);
  }

  /** Resolves when a frame of that form has gone over it, the past included. */
  async untilFrame(isIt: (frame: RelayFrame) => boolean): Promise<RelayFrame> {
    for (;;) {
      const found = this.frames.find(isIt);
      if (found !== undefined) return found;
      await once(this, 'frame');
    }
  }

  /** Resolves when so many sockets of clients have been opened. */
  async untilConnected(count: number): Promise<void> {
    while (this.connected < count) await once(this, 'client');
  }

  /** Resolves when every socket of a client is closed. */
  async untilLeft(): Promise<void> {
    while (this.clientCount > 0) await once(this, 'left');
  }

  /** Cuts every socket and listens no more. */
  async stop(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      this.dropAll();
    });
    this.clients.clear();
  }

  private attend(socket: WebSocket, ofWallet: boolean): void {
    const { relay } = this;
    if (relay === null) return socket.terminate();
    this.clients.set(socket, ofWallet);
    const filters = new TagFilters();
    const client = {
      get readyState() {
        return socket.readyState;
      },
      send: (text: string) => {
        if (filters.lets(JSON.parse(text) as unknown[])) this.send(socket, ofWallet, text);
      },
    };
    relay.handleConnection(client);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.clients.delete(socket);
      relay.handleDisconnect(client);
      this.emit('left');
    });
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as unknown[];
      this.record({ from: 'client', ofWallet, message });
      filters.note(message);
      const send: RawSend = (raw) => this.send(socket, ofWallet, JSON.stringify(raw));
      if (!ofWallet && this.intercept?.(message, send) === true) return;
      void this.handle(relay, client, message).catch(() => socket.terminate());
    });
    if (ofWallet) return;
    this.connected += 1;
    this.emit('client');
  }

  private async handle(
    relay: NostrRelay,
    client: Parameters<NostrRelay['handleMessage']>[0],
    message: readonly unknown[],
  ): Promise<void> {
    const valid = await this.validator.validateIncomingMessage([...message]);
    await relay.handleMessage(client, valid satisfies IncomingMessage);
  }

  private send(socket: WebSocket, ofWallet: boolean, text: string): void {
    const message = JSON.parse(text) as unknown[];
    if (!ofWallet && this.suppress(message)) return;
    this.record({ from: 'relay', ofWallet, message });
    const before = this.dripping.get(socket);
    if (!ofWallet && (before !== undefined || this.isToDrip()))
      this.dripping.set(socket, this.drip(socket, text, before));
    else if (socket.readyState === WebSocket.OPEN) socket.send(text);
  }

  private isToDrip(): boolean {
    return this.drips || this.dripsToo();
  }

  /** One message after the other; the rest comes at once when it is to drip no more. */
  private async drip(socket: WebSocket, text: string, before: Promise<void> | undefined): Promise<void> {
    await before;
    for (let at = 0; at < text.length && socket.readyState === WebSocket.OPEN; at += 1) {
      if (!this.isToDrip()) {
        socket.send(text.slice(at));
        return;
      }
      socket.send(text[at] ?? '', { fin: at === text.length - 1 });
      await wait(DRIP_MILLIS, undefined, { ref: false });
    }
  }

  private record(frame: RelayFrame): void {
    if (this.frames.length < FRAMES_MAX) this.frames.push(frame);
    this.emit('frame');
  }
}
