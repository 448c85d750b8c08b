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

// What was visible once has a number below the end of every later snapshot of the same server.
const IS_RESTORED = `
SELECT EXISTS (SELECT 1 FROM event_cursor WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))
    OR EXISTS (SELECT 1 FROM outbox WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())) AS restored`;

// Every event gets the number of cursors that it is beyond, and every cursor stands behind all with its own number. So each
// consumer goes on where it was, and new transactions come after. What this server has written since it was restored has a
// greater id than all that came with it, and is behind every cursor.
const RENUMBER = `
WITH places AS (
  SELECT consumer, xid, id, dense_rank() OVER (ORDER BY xid, id) AS place FROM event_cursor
), brought AS (
  SELECT greatest(
    (SELECT max(id) FROM outbox WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())),
    (SELECT max(id) FROM event_cursor WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))) AS last
), told AS (
  UPDATE outbox o SET xid = (3 + (
    SELECT count(DISTINCT p.place) FROM places p, brought b
    WHERE (p.xid, p.id) < (o.xid, o.id) OR o.id > b.last))::text::xid8
)
UPDATE event_cursor c SET xid = (2 + places.place)::text::xid8, id = 9223372036854775807
FROM places WHERE places.consumer = c.consumer`;

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

/**
 * Whether events or cursors hold transaction numbers that this server has not given out yet: they were restored from
 * another one, and nothing would be read until the numbers have caught up.
 */
export async function isRestored(transaction: Transaction): Promise<boolean> {
  const { rows } = await transaction.query<{ restored: boolean }>({
    name: 'event-cursor-restored',
    text: IS_RESTORED,
  });
  return rows[0]?.restored === true;
}

/** Numbers events and cursors anew, in their order, below every transaction of this server. */
export async function renumber(transaction: Transaction): Promise<void> {
  await transaction.query({ text: 'LOCK TABLE event_cursor IN EXCLUSIVE MODE' });
  await transaction.query({ text: RENUMBER });
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
