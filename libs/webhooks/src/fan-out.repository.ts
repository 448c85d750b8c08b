import type { Transaction } from '@turnpike/database';
import { OPT_IN_EVENT_TYPES, TEST_EVENT_TYPE } from '@turnpike/events';
import type { StoredEvent } from '@turnpike/events';
import { modeNumber } from '@turnpike/l402';
import { FAN_OUT } from './delivery.sql.js';

/** Makes a delivery of each event for every endpoint that wants it. */
export async function fanOut(
  transaction: Transaction,
  events: readonly StoredEvent[],
  now: Date,
): Promise<void> {
  // A test was handed to its endpoint when it was written.
  const rows = events
    .filter(({ type }) => type !== TEST_EVENT_TYPE)
    .map(({ id, eventId, merchantId, mode, type, occurredAt }) => ({
      id,
      event_id: eventId,
      merchant_id: merchantId,
      mode: modeNumber(mode),
      type,
      occurred_at: occurredAt,
    }));
  if (rows.length === 0) return;
  await transaction.query({
    name: 'webhook-fan-out',
    text: FAN_OUT,
    values: [JSON.stringify(rows), OPT_IN_EVENT_TYPES, now],
  });
}
