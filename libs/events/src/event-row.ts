import { modeFromNumber, parseMerchantId } from '@turnpike/l402';
import type { EventPlace } from './event-place.js';
import type { StoredEvent } from './stored-event.js';

/** A stored event with its place in the order of commits. */
export interface PlacedEvent extends StoredEvent, EventPlace {}

/** An event as the database gives it. */
export interface EventRow extends EventPlace {
  readonly event_id: string;
  readonly merchant_id: number;
  readonly mode: number;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly occurred_at: Date;
}

/** The event of a row. Throws for a row that is of no merchant or mode: it is not ours. */
export function placedEvent(row: EventRow): PlacedEvent {
  const merchantId = parseMerchantId(row.merchant_id);
  if (merchantId === null) throw new Error(`event ${row.id} is of no merchant`);
  return {
    id: row.id,
    xid: row.xid,
    eventId: row.event_id,
    merchantId,
    mode: modeFromNumber(row.mode),
    type: row.type,
    data: row.data,
    occurredAt: row.occurred_at,
  };
}
