import type { StoredEvent } from './stored-event.js';

/** What of an event goes into its body. */
export type TellableEvent = Pick<StoredEvent, 'type' | 'data' | 'occurredAt'>;

/** An event as merchants get it, in a webhook and in the stream: the text that is signed, byte for byte. */
export function eventBody({ type, data, occurredAt }: TellableEvent): string {
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
}
