import type { Transaction } from '@turnpike/database';

// What was visible once has a number below the end of every later snapshot of the same server.
const IS_RESTORED = `
SELECT EXISTS (SELECT 1 FROM event_cursor WHERE xid >= pg_snapshot_xmax(pg_current_snapshot()))
    OR coalesce(
      (SELECT xid FROM outbox ORDER BY xid DESC, id DESC LIMIT 1) >= pg_snapshot_xmax(pg_current_snapshot()), false) AS restored`;

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
 * Whether events or cursors hold transaction numbers that this server has not given out yet: they were restored from
 * another one, and what is written now would never be read.
 */
export async function isRestored(reader: Transaction): Promise<boolean> {
  const { rows } = await reader.query<{ restored: boolean }>({ name: 'events-restored', text: IS_RESTORED });
  return rows[0]?.restored === true;
}

/** Numbers events and cursors anew, in their order, below every transaction of this server. Takes as long as it takes. */
export async function renumber(transaction: Transaction): Promise<void> {
  await transaction.query({ text: 'LOCK TABLE event_cursor IN EXCLUSIVE MODE' });
  await transaction.query({ text: RENUMBER });
}
