import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { NostrEvent } from './nostr-event.js';
import { nwcBounds } from './nwc-bounds.js';
import { RelayFailure, type RelayEnd } from './relay-failure.js';

/** Who is told what a subscription brings. */
export interface Subscriber {
  /** An event as the relay sent it, unjudged. False if it is of no worth, so that floods of these can be counted. */
  onEvent(event: NostrEvent): boolean;
  /** All that the relay had is told; what comes now is new (EOSE). */
  onStored(): void;
  /** The subscription is over; it is not renewed by itself. */
  onEnd(end: RelayEnd): void;
}

/** What a subscription is for: a `call` ends soon, a `stream` stays. */
export type SubscriptionUse = 'call' | 'stream';

/**
 * The subscriptions at one relay, in bounded number. Streams have half of the places at most, so that those that stay
 * leave room for calls. Those that ended are known for ten seconds more, because what the relay sent before it heard of
 * the end is still under way.
 */
export class RelaySubscriptions {
  private readonly standing = new Map<string, Subscriber>();
  private readonly streams = new Set<string>();
  private readonly ended = new LRUCache<string, true>({
    max: nwcBounds.endedSubscriptionsMax,
    ttl: nwcBounds.endedSubscriptionMillis,
  });

  /** How many stand. */
  get size(): number {
    return this.standing.size;
  }

  /** Takes a place once the relay is asked by the id given. Throws `RelayFailure` if there is none, or what `ask` throws. */
  add(subscriber: Subscriber, use: SubscriptionUse, ask: (id: string) => void): string {
    const isFull =
      this.standing.size >= nwcBounds.subscriptionsMax ||
      (use === 'stream' && this.streams.size >= nwcBounds.streamsMax);
    if (isFull) throw new RelayFailure('busy');
    const id = randomBytes(16).toString('hex');
    ask(id);
    this.standing.set(id, subscriber);
    if (use === 'stream') this.streams.add(id);
    return id;
  }

  /** The one that stands under that id. */
  find(id: string): Subscriber | undefined {
    return this.standing.get(id);
  }

  /** Whether one under that id ended a short time ago. */
  hasEnded(id: string): boolean {
    return this.ended.has(id);
  }

  /** Gives a place back; false if none stands under that id. */
  end(id: string): boolean {
    this.streams.delete(id);
    if (!this.standing.delete(id)) return false;
    this.ended.set(id, true);
    return true;
  }

  /** Gives all places back, as the socket is gone; those who had one are to be told by the caller. */
  endAll(): Subscriber[] {
    const subscribers = [...this.standing.values()];
    for (const id of [...this.standing.keys()]) this.end(id);
    return subscribers;
  }
}
