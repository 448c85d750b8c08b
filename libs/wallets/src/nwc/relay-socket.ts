import type { AddressGuard } from '@turnpike/outbound';
import type { Logger } from '@turnpike/observability';
import { defer, type Deferred } from './abortable.js';
import type { NostrEvent, NostrFilter } from './nostr-event.js';
import { nwcBounds } from './nwc-bounds.js';
import { RelayConnection, type Haste } from './relay-connection.js';
import { RelayFailure, type RelayEnd } from './relay-failure.js';
import { readRelayMessage, type RelayMessage } from './relay-message.js';
import { RelaySubscriptions, type Subscriber, type SubscriptionUse } from './relay-subscriptions.js';

/**
 * One relay for all connections that use it: subscriptions and publishes in bounded number over one socket, which is kept
 * for a while when nobody uses it. A relay that floods us with what nobody asked for loses its socket; what still comes
 * for a subscription that just ended was asked for.
 */
export class RelaySocket {
  private readonly connection: RelayConnection;
  private readonly subscriptions = new RelaySubscriptions();
  private readonly publishes = new Map<string, Set<Deferred<true>>>();
  private stray = { since: 0, count: 0 };
  private expecting = 0;
  private idleSince = performance.now();

  constructor(
    private readonly url: URL,
    guard: AddressGuard,
    private readonly logger: Logger,
  ) {
    this.connection = new RelayConnection(url, guard, {
      onText: (text) => this.takeText(text),
      onBinary: () => this.countStray(),
      onLost: () => this.lose('lost'),
    });
  }

  /** Whether nobody has used it for so many milliseconds. */
  isIdleFor(millis: number): boolean {
    const isUsed = this.subscriptions.size + this.publishes.size + this.expecting > 0;
    return !isUsed && performance.now() - this.idleSince >= millis;
  }

  /** Whether the socket stands. */
  get isOpen(): boolean {
    return this.connection.isOpen;
  }

  /** Resolves when the socket stands; throws a `WalletError` if that fails. */
  async ready(signal: AbortSignal, haste: Haste): Promise<void> {
    this.expecting += 1;
    try {
      await this.connection.ready(signal, haste);
    } finally {
      this.expecting -= 1;
      this.idleSince = performance.now();
    }
  }

  /**
   * Asks for events, until the answer is called. Throws `RelayFailure`, which is `busy` where no place is left for that
   * use.
   */
  subscribe(filter: NostrFilter, subscriber: Subscriber, use: SubscriptionUse = 'call'): () => void {
    const id = this.subscriptions.add(subscriber, use, (made) => this.send(['REQ', made, filter]));
    return () => this.unsubscribe(id);
  }

  /** Publishes an event; resolves when the relay has taken it, or after ten seconds without its word. Throws `RelayFailure`. */
  async publish(event: NostrEvent): Promise<void> {
    const waiting = this.publishes.get(event.id) ?? new Set();
    if (this.publishes.size >= nwcBounds.publishesMax) throw new RelayFailure('busy');
    this.send(['EVENT', event]);
    const taken = defer<true>();
    this.publishes.set(event.id, waiting.add(taken));
    const timer = setTimeout(() => taken.resolve(true), nwcBounds.publishMillis).unref();
    try {
      await taken.promise;
    } finally {
      clearTimeout(timer);
      waiting.delete(taken);
      if (waiting.size === 0 && this.publishes.get(event.id) === waiting) this.publishes.delete(event.id);
    }
  }

  /** Ends everything. */
  close(): void {
    this.connection.close();
    this.lose('lost');
  }

  private send(message: readonly unknown[]): void {
    if (!this.connection.isOpen) throw new RelayFailure('lost');
    if (!this.connection.send(JSON.stringify(message))) throw new RelayFailure('busy');
  }

  private takeText(text: string): void {
    try {
      this.take(readRelayMessage(text));
    } catch {
      // Nothing that a relay sends may end the process. What was thrown may quote what was sent.
      this.logger.error({ relay: this.url.host }, 'a message of a relay could not be dealt with');
    }
  }

  private take(message: RelayMessage | null): void {
    switch (message?.is) {
      case 'event':
        return this.takeEvent(message.subscription, message.event);
      case 'stored':
        return this.subscriptions.find(message.subscription)?.onStored();
      case 'too-long':
        return this.endSubscription(message.subscription, 'too-long');
      case 'closed':
        return this.endSubscription(message.subscription, message.why === 'refused' ? 'closed' : message.why);
      case 'taken':
        return this.answerPublishes(message.eventId, (one) => one.resolve(true));
      case 'not-taken':
        return this.answerPublishes(message.eventId, (one) => one.reject(new RelayFailure(message.why)));
      case 'notice':
        // Its text is the relay's own and may say anything, so it is not kept.
        this.logger.debug({ relay: this.url.host }, 'a relay sent a notice');
        return this.countStray();
      case 'challenge':
      case undefined:
        return this.countStray();
    }
  }

  private answerPublishes(eventId: string, answer: (publish: Deferred<true>) => void): void {
    const waiting = this.publishes.get(eventId);
    if (waiting === undefined) return this.countStray();
    for (const one of waiting) answer(one);
  }

  private takeEvent(id: string, event: NostrEvent): void {
    const subscriber = this.subscriptions.find(id);
    if (subscriber === undefined) this.countUnlessEnded(id);
    else if (!subscriber.onEvent(event)) this.countStray();
  }

  private endSubscription(id: string, end: RelayEnd): void {
    const subscriber = this.subscriptions.find(id);
    if (subscriber === undefined) return this.countUnlessEnded(id);
    if (end === 'too-long') this.unsubscribe(id);
    else this.subscriptions.end(id);
    subscriber.onEnd(end);
  }

  private unsubscribe(id: string): void {
    if (!this.subscriptions.end(id)) return;
    this.idleSince = performance.now();
    if (this.connection.isOpen) this.connection.send(JSON.stringify(['CLOSE', id]));
  }

  private lose(end: RelayEnd): void {
    const [subscribers, publishes] = [this.subscriptions.endAll(), [...this.publishes.values()]];
    this.publishes.clear();
    for (const subscriber of subscribers) subscriber.onEnd(end);
    for (const one of publishes.flatMap((waiting) => [...waiting])) one.reject(new RelayFailure(end));
  }

  /** A wallet may answer many times, and that must not cost others the socket: the relay only passes it on. */
  private countUnlessEnded(id: string): void {
    if (!this.subscriptions.hasEnded(id)) this.countStray();
  }

  private countStray(): void {
    const now = performance.now();
    if (now - this.stray.since > nwcBounds.strayMillis) this.stray = { since: now, count: 0 };
    this.stray.count += 1;
    if (this.stray.count <= nwcBounds.strayMessagesMax) return;
    this.stray = { since: now, count: 0 };
    this.logger.warn({ relay: this.url.host }, 'a relay floods us and is given up for a while');
    this.connection.drop();
  }
}
