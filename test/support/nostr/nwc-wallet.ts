import { once } from 'node:events';
import * as nip04 from 'nostr-tools/nip04';
import * as nip44 from 'nostr-tools/nip44';
import { finalizeEvent, type Event } from 'nostr-tools/pure';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { NwcBooks, NwcReply } from './nwc-books.js';
import type { NwcIdentity } from './nwc-identity.js';

/** A request as the wallet got it. */
export interface NwcRequestSeen {
  readonly event: Event;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What is different about an event that the wallet publishes. */
export interface EventChange {
  readonly secret?: Uint8Array;
  readonly kind?: number;
  readonly tags?: string[][];
  readonly encryption?: 'nip44_v2' | 'nip04';
}

/** How a wallet speaks. */
export interface NwcManners {
  /** The `encryption` tag of its info event; null: no tag. */
  readonly encryption?: string | null;
  readonly notifications?: string | null;
  readonly hasInfo?: boolean;
  /** What it was sent before it does not answer again, as Alby Hub. */
  readonly dedupes?: boolean;
}

/** As content it is longer than we read, and short enough for relays. */
const HUGE_CHARS = 60_000;

/** A wallet over Nostr Wallet Connect that speaks like Alby Hub, and can be made to say anything. */
export class NwcWallet {
  readonly requests: NwcRequestSeen[] = [];
  /** Answers instead of the wallet; true if it did. */
  intercept: ((request: NwcRequestSeen) => boolean) | null = null;
  /** What is to happen where the connection is cut. */
  onCut: () => void = () => undefined;
  private readonly seen = new Set<string>();
  private readonly sockets: WebSocket[] = [];
  private stopListening: () => void = () => undefined;

  constructor(
    readonly books: NwcBooks,
    readonly identity: NwcIdentity,
    private readonly manners: NwcManners = {},
  ) {}

  /** Connects to relays, tells what it can, and serves. */
  async start(...relays: readonly string[]): Promise<void> {
    for (const relay of relays) await this.join(relay);
    this.stopListening = this.books.node.onSettled((paymentHash) => void this.notify(paymentHash));
  }

  /** Leaves all relays. */
  stop(): void {
    this.stopListening();
    for (const socket of this.sockets) socket.terminate();
  }

  /** Publishes an answer with this content. */
  respond({ event }: Pick<NwcRequestSeen, 'event'>, content: string, change: EventChange = {}): void {
    const { encryption = encryptionOf(event) } = change;
    this.publish(
      23_195,
      [
        ['p', event.pubkey],
        ['e', event.id],
      ],
      this.encrypt(content, encryption),
      change,
    );
  }

  /** Publishes an answer that is as it should be. */
  reply(request: NwcRequestSeen, reply: NwcReply, change: EventChange = {}): void {
    const { result = null, error = null } = reply;
    this.respond(request, JSON.stringify({ result_type: request.method, error, result }), change);
  }

  /** Notifies of a payment, in both encryptions. */
  async notify(paymentHash: string): Promise<void> {
    const invoice = this.books.node.find(paymentHash);
    if (invoice === null) return;
    const notification = await this.books.transaction(invoice);
    this.notifyOf({ notification_type: 'payment_received', notification });
  }

  /** Publishes notifications with this content. */
  notifyOf(content: unknown, change: EventChange = {}): void {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const tags = [['p', this.identity.clientPubkey]];
    this.publish(23_196, tags, this.encrypt(text, 'nip04'), change);
    this.publish(23_197, tags, this.encrypt(text, 'nip44_v2'), change);
  }

  /** Publishes an event on every relay. */
  publish(kind: number, tags: string[][], content: string, change: EventChange = {}): void {
    const created_at = Math.floor(this.books.node.now().getTime() / 1000);
    const template = { kind: change.kind ?? kind, tags: change.tags ?? tags, content, created_at };
    const event = finalizeEvent(template, change.secret ?? this.identity.walletSecret);
    for (const socket of this.sockets) socket.send(JSON.stringify(['EVENT', event]));
  }

  private async join(relay: string): Promise<void> {
    const socket = new WebSocket(relay);
    socket.on('error', () => undefined);
    await once(socket, 'open');
    this.sockets.push(socket);
    const told = new Promise<void>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const [type, , event] = JSON.parse(data.toString('utf8')) as [string, unknown, Event];
        if (type === 'EOSE') resolve();
        if (type === 'EVENT') void this.take(event);
      });
    });
    const filter = { kinds: [23_194], '#p': [this.identity.walletPubkey] };
    if (this.manners.hasInfo !== false) await this.announce(socket);
    socket.send(JSON.stringify(['REQ', 'requests', filter]));
    await told;
  }

  private async announce(socket: WebSocket): Promise<void> {
    const { encryption = 'nip44_v2 nip04', notifications = 'payment_received payment_sent' } = this.manners;
    const tags = Object.entries({ encryption, notifications }).filter((tag) => tag[1] !== null) as string[][];
    const created_at = Math.floor(this.books.node.now().getTime() / 1000);
    const template = { kind: 13_194, tags, content: this.books.methods.join(' '), created_at };
    socket.send(JSON.stringify(['EVENT', finalizeEvent(template, this.identity.walletSecret)]));
    await once(socket, 'message');
  }

  private async take(event: Event): Promise<void> {
    const isRepeated = this.seen.has(event.id);
    this.seen.add(event.id);
    const request = this.read(event);
    if (request === null || event.pubkey !== this.identity.clientPubkey) return;
    this.requests.push(request);
    if (isRepeated && this.manners.dedupes !== false) return;
    if (this.intercept?.(request) === true || this.books.faults.hang) return;
    await this.serve(request);
  }

  private async serve(request: NwcRequestSeen): Promise<void> {
    const { faults } = this.books;
    if (faults.slowMillis > 0) await wait(faults.slowMillis, undefined, { ref: false });
    if (faults.reset) this.onCut();
    else if (faults.garbage) this.respond(request, '<html>\u0000 {"not": JSON');
    else if (faults.huge) this.respond(request, 'x'.repeat(HUGE_CHARS), { encryption: 'nip04' });
    else await this.answer(request);
  }

  private async answer(request: NwcRequestSeen): Promise<void> {
    const reply = await this.books.answer(request.method, request.params);
    if (request.method === 'make_invoice' && this.books.faults.takeLostAnswer()) this.onCut();
    else this.reply(request, reply);
  }

  private read(event: Event): NwcRequestSeen | null {
    const { walletSecret, clientPubkey, conversationKey } = this.identity;
    try {
      const plain =
        encryptionOf(event) === 'nip04'
          ? nip04.decrypt(walletSecret, clientPubkey, event.content)
          : nip44.decrypt(event.content, conversationKey);
      const { method, params } = JSON.parse(plain) as Omit<NwcRequestSeen, 'event'>;
      return { event, method, params };
    } catch {
      return null;
    }
  }

  /** Encrypts for the connection. */
  encrypt(text: string, encryption: 'nip44_v2' | 'nip04'): string {
    const { walletSecret, clientPubkey, conversationKey } = this.identity;
    if (encryption === 'nip04') return nip04.encrypt(walletSecret, clientPubkey, text);
    return nip44.encrypt(text, conversationKey);
  }
}

function encryptionOf(event: Event): 'nip44_v2' | 'nip04' {
  return event.tags.some((tag) => tag[0] === 'encryption' && tag[1] === 'nip44_v2') ? 'nip44_v2' : 'nip04';
}
