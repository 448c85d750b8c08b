import { LRUCache } from 'lru-cache';
import type { Hint } from '../wallet-provider.js';
import { isGenuine, type NostrEvent, type NostrFilter } from './nostr-event.js';
import { readListed, settledSeconds } from './nwc.types.js';

/** What tells of one payment, and when it was: seconds since 1970. */
export interface Told {
  readonly hint: Hint;
  readonly seconds: number;
}

const SEEN_MAX = 1_024;

/** Reads notifications (NIP-47): each once, though it comes from several relays, and only what the wallet signed. */
export class NwcNotifications {
  private readonly seen = new LRUCache<string, true>({ max: SEEN_MAX });

  constructor(
    private readonly filter: NostrFilter,
    private readonly open: (event: NostrEvent) => Readonly<Record<string, unknown>> | null,
  ) {}

  /** What an event tells of; null for what tells of no payment, and `false` for what is not the wallet's. */
  read(event: NostrEvent): Told | null | false {
    if (this.seen.has(event.id)) return null;
    if (!isGenuine(event, this.filter)) return false;
    this.seen.set(event.id, true);
    const content = this.open(event);
    if (content?.['notification_type'] !== 'payment_received') return null;
    const transaction = readListed(content['notification']);
    if (transaction === null || !transaction.isIncoming) return null;
    const { paymentHash } = transaction;
    return { hint: { paymentHash }, seconds: settledSeconds(transaction) ?? event.created_at };
  }
}
