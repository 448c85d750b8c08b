import type { PlacedEvent } from '@turnpike/events';

/** An event of the log as its merchant sees it. */
export interface EventView {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What is shown of an event: what its webhooks get, and its id. */
export function eventView({ eventId, type, occurredAt, data }: PlacedEvent): EventView {
  return { id: eventId, type, timestamp: occurredAt.toISOString(), data };
}
