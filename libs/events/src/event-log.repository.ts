import { Injectable } from '@nestjs/common';
import { ColdPool, stepwise } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import { LAST_PLACE } from './event-place.js';
import type { EventPlace } from './event-place.js';
import { placedEvent } from './event-row.js';
import type { EventRow, PlacedEvent } from './event-row.js';

/** Which events of a tenant are asked for. */
export interface EventQuery {
  /** Null: of every type. */
  readonly type: string | null;
  /** Only what stands before it; null: from the newest on. */
  readonly before: EventPlace | null;
  readonly limit: number;
}

/** Events, newest first, and where the next page begins; null after the last. */
export interface EventPage {
  readonly events: readonly PlacedEvent[];
  readonly next: EventPlace | null;
}

/** Up to where somebody has heard a tenant's events. */
export interface ListenerPlace extends Tenant, EventPlace {}

/** Events that one page looks through for those of its type. */
const LOOKED_THROUGH_MAX = 5_000;
/** Events that one listener is given at a time. */
export const EVENTS_HEARD_MAX = 100;

const COLUMNS = 'id::text AS id, event_id, merchant_id, mode, type, data, occurred_at, xid::text AS xid';

// A tenant's events are one range of the index that begins with it, named by all its columns: along any other index everybody's
// would be read. The last that was looked through comes along, whatever its type: the next page goes on behind it.
const PAGE = `
SELECT ${COLUMNS}, n FROM (
  SELECT *, row_number() OVER (ORDER BY xid DESC, id DESC)::int4 AS n FROM (
    SELECT * FROM outbox
    WHERE (merchant_id, mode, xid, id) < ($1::int4, $2::int2, $3::xid8, $4::int8)
      AND (merchant_id, mode, xid, id) > ($1::int4, $2::int2, '0'::xid8, 0::int8)
    ORDER BY merchant_id DESC, mode DESC, xid DESC, id DESC LIMIT $5
  ) looked
) numbered
WHERE $6::text IS NULL OR type = $6 OR n = $5
ORDER BY n LIMIT $7`;

const FIND = `SELECT ${COLUMNS} FROM outbox WHERE event_id = $3::uuid AND merchant_id = $1 AND mode = $2`;

// Nothing of a transaction that may still be overtaken, as with those who follow events.
const HEAR = `
SELECT l.n, e.* FROM ROWS FROM (unnest($1::int4[]), unnest($2::int2[]), unnest($3::text[]), unnest($4::int8[]))
  WITH ORDINALITY AS l (merchant_id, mode, xid, id, n)
CROSS JOIN LATERAL (
  SELECT ${COLUMNS} FROM outbox o
  WHERE (o.merchant_id, o.mode, o.xid, o.id) > (l.merchant_id, l.mode, l.xid::xid8, l.id)
    AND (o.merchant_id, o.mode, o.xid) < (l.merchant_id, l.mode, pg_snapshot_xmin(pg_current_snapshot()))
  ORDER BY o.merchant_id, o.mode, o.xid, o.id LIMIT ${String(EVENTS_HEARD_MAX)}
) e ORDER BY l.n, e.xid::xid8, e.id::int8`;

const END = `SELECT (pg_snapshot_xmin(pg_current_snapshot())::text::numeric - 1)::text AS xid`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What happened to each tenant, as far back as events are kept. */
@Injectable()
export class EventLog {
  constructor(private readonly pool: ColdPool) {}

  /**
   * One page. With a type a page looks through a bounded number of events, so that it may hold fewer than asked for, or none,
   * and still have a next one.
   */
  async list(tenant: Tenant, { type, before, limit }: EventQuery): Promise<EventPage> {
    const { xid, id } = before ?? LAST_PLACE;
    const lookedThrough = type === null ? limit + 1 : LOOKED_THROUGH_MAX;
    const { merchantId, mode } = tenant;
    const values = [merchantId, modeNumber(mode), xid, id, lookedThrough, type, limit + 1];
    const { rows } = await stepwise(this.pool, (transaction) =>
      transaction.query<EventRow & { n: number }>({ name: 'events-page', text: PAGE, values }),
    );
    const fitting = rows.filter((row) => type === null || row.type === type);
    const events = fitting.slice(0, limit).map(placedEvent);
    const isMore = fitting.length > limit;
    const last = isMore ? events.at(-1) : rows.find(({ n }) => n === lookedThrough);
    return { events, next: last === undefined ? null : { xid: last.xid, id: last.id } };
  }

  /** A tenant's event of that id; null if there is none, or if that is no id. */
  async find({ merchantId, mode }: Tenant, eventId: string): Promise<PlacedEvent | null> {
    if (!UUID.test(eventId)) return null;
    const values = [merchantId, modeNumber(mode), eventId];
    const { rows } = await this.pool.query<EventRow>({ name: 'event-find', text: FIND, values });
    return rows[0] === undefined ? null : placedEvent(rows[0]);
  }

  /** The place behind everything that was committed for good. */
  async end(): Promise<EventPlace> {
    const { rows } = await this.pool.query<{ xid: string }>({ name: 'events-end', text: END });
    return { xid: rows[0]?.xid ?? LAST_PLACE.xid, id: LAST_PLACE.id };
  }

  /** What each listener has not heard yet, in the order of commits, a bounded number for each; in one statement for all. */
  async hear(places: readonly ListenerPlace[]): Promise<readonly (readonly PlacedEvent[])[]> {
    const heard = places.map((): PlacedEvent[] => []);
    const { rows } = await this.pool.query<EventRow & { n: string }>({
      name: 'events-hear',
      text: HEAR,
      values: [
        places.map(({ merchantId }) => merchantId),
        places.map(({ mode }) => modeNumber(mode)),
        places.map(({ xid }) => xid),
        places.map(({ id }) => id),
      ],
    });
    for (const row of rows) heard[Number(row.n) - 1]?.push(placedEvent(row));
    return heard;
  }
}
