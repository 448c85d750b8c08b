import { ColdPool } from '@turnpike/database';
import type { Transaction } from '@turnpike/database';
import { Injectable, Logger } from '@nestjs/common';
import { eventsAfter, isBehind, markCursor, moveCursor, takeCursor } from './event-cursor.repository.js';
import { RestoredDatabaseError } from './restored-database-error.js';
import { isRestored } from './restored-events.repository.js';
import type { StoredEvent } from './stored-event.js';

const MARK_MILLIS = 3_600_000;

/**
 * Hands events to consumers in the order in which they were committed, each event once. A consumer is a row of
 * `event_cursor`, made by a migration: one that starts at place 0 sees every event that is still kept.
 */
@Injectable()
export class EventFollower {
  private readonly logger = new Logger(EventFollower.name);
  private readonly markedAtMs = new Map<string, number>();

  constructor(private readonly pool: ColdPool) {}

  /** Whether there may be events that a consumer has not seen. */
  async isBehind(consumer: string): Promise<boolean> {
    return (await isBehind(this.pool, consumer)) === true;
  }

  /** Says for all processes that this one works for a consumer; written once an hour at most. To be called with every turn. */
  async workFor(consumer: string, now: Date): Promise<void> {
    const atMs = now.getTime();
    if (atMs - (this.markedAtMs.get(consumer) ?? -Infinity) < MARK_MILLIS) return;
    await markCursor(this.pool, consumer, now);
    this.markedAtMs.set(consumer, atMs);
  }

  /**
   * Takes the next events, at most `limit`, and has `handle` deal with them in the transaction that moves the cursor: both
   * are committed or neither is. Returns how many there were, or null while another process is at it. Events of
   * transactions that began after one that still runs are left for later. Throws RestoredDatabaseError where numbers of another
   * server would keep events from being seen.
   */
  async follow(
    consumer: string,
    limit: number,
    handle: (transaction: Transaction, events: readonly StoredEvent[]) => Promise<void>,
  ): Promise<number | null> {
    // Most turns end here, with one statement.
    const behind = await isBehind(this.pool, consumer);
    if (behind !== true) return behind === null ? null : 0;
    return this.pool.withTransaction(async (transaction) => {
      const place = await takeCursor(transaction, consumer);
      if (place === null) return null;
      if (await isRestored(transaction)) this.refuse();
      const events = await eventsAfter(transaction, place, limit);
      const last = events.at(-1);
      if (last === undefined) return 0;
      await handle(transaction, events);
      await moveCursor(transaction, consumer, last);
      return events.length;
    });
  }

  private refuse(): never {
    const error = new RestoredDatabaseError();
    this.logger.error(error.message);
    throw error;
  }
}
