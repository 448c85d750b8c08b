import type { ColdPool, Transaction } from '@turnpike/database';
import type { EventPlace } from './event-place.js';
import { placedEvent } from './event-row.js';
import type { EventRow, PlacedEvent } from './event-row.js';

const TAKE = `
SELECT xid::text AS xid, id::text AS id FROM event_cursor WHERE consumer = $1 FOR NO KEY UPDATE SKIP LOCKED`;

// Without a lock, and so without a transaction: what most turns of most consumers come to.
const IS_BEHIND = `
SELECT c.xid >= pg_snapshot_xmax(pg_current_snapshot())
    OR EXISTS (SELECT 1 FROM outbox o WHERE (o.xid, o.id) > (c.xid, c.id)) AS behind
FROM event_cursor c WHERE c.consumer = $1`;

/**
 * The events behind a place, as they were committed. The order is that of the columns, not of their text in the answer: as
 * text, 10 comes before 9.
 */
export const NEXT_EVENTS = `
SELECT id::text AS id, event_id, merchant_id, mode, type, data, occurred_at, xid::text AS xid
FROM outbox o
WHERE (o.xid, o.id) > ($1::xid8, $2::bigint) AND o.xid < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY o.xid, o.id LIMIT $3`;

const MOVE = 'UPDATE event_cursor SET xid = $2::xid8, id = $3::bigint WHERE consumer = $1';

const MARK = 'UPDATE event_cursor SET worked_at = $2 WHERE consumer = $1';

/** Whether there may be events behind a consumer's place, or the place was restored; null if there is no such consumer. */
export async function isBehind(pool: ColdPool, consumer: string): Promise<boolean | null> {
  const { rows } = await pool.query<{ behind: boolean }>({
    name: 'event-cursor-behind',
    text: IS_BEHIND,
    values: [consumer],
  });
  return rows[0]?.behind ?? null;
}

/** Where a consumer stands, locked until the transaction ends; null while another process has it, or if there is none. */
export async function takeCursor(transaction: Transaction, consumer: string): Promise<EventPlace | null> {
  const { rows } = await transaction.query<EventPlace>({
    name: 'event-cursor-take',
    text: TAKE,
    values: [consumer],
  });
  return rows[0] ?? null;
}

/** Up to `limit` events behind that place, as they were committed; none of a transaction that may still be overtaken. */
export async function eventsAfter(
  transaction: Transaction,
  place: EventPlace,
  limit: number,
): Promise<readonly PlacedEvent[]> {
  const { rows } = await transaction.query<EventRow>({
    name: 'events-after',
    text: NEXT_EVENTS,
    values: [place.xid, place.id, limit],
  });
  return rows.map(placedEvent);
}

/** Moves the cursor; the lock of {@link takeCursor} must be held. */
export async function moveCursor(
  transaction: Transaction,
  consumer: string,
  { xid, id }: EventPlace,
): Promise<void> {
  await transaction.query({ name: 'event-cursor-move', text: MOVE, values: [consumer, xid, id] });
}

/** Says that somebody works for a consumer. */
export async function markCursor(pool: ColdPool, consumer: string, at: Date): Promise<void> {
  await pool.query({ name: 'event-cursor-mark', text: MARK, values: [consumer, at] });
}
