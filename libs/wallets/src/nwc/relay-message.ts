import { nwcBounds } from './nwc-bounds.js';
import { readEvent, type NostrEvent } from './nostr-event.js';

/** What a relay says (NIP-01), as far as it concerns us. */
export type RelayMessage =
  | { readonly is: 'event'; readonly subscription: string; readonly event: NostrEvent }
  | { readonly is: 'stored' | 'too-long'; readonly subscription: string }
  | { readonly is: 'closed'; readonly subscription: string; readonly why: RelayRefusal }
  | { readonly is: 'taken'; readonly eventId: string }
  | { readonly is: 'not-taken'; readonly eventId: string; readonly why: RelayRefusal }
  | { readonly is: 'notice' | 'challenge' };

/** Why a relay does not do what it is asked; its own words are not kept. */
export type RelayRefusal = 'rate-limited' | 'auth-required' | 'refused';

const OF_SUBSCRIPTION = /^\s*\[\s*"EVENT"\s*,\s*"([0-9a-f]{1,64})"/;

/** Reads a message of a relay. Null for what is none; too long a message is named by the subscription it is for. */
export function readRelayMessage(text: string): RelayMessage | null {
  if (text.length > nwcBounds.messageCharsMax) {
    const subscription = OF_SUBSCRIPTION.exec(text.slice(0, 128))?.[1];
    return subscription === undefined ? null : { is: 'too-long', subscription };
  }
  const parts = parseList(text);
  switch (parts[0]) {
    case 'EVENT':
      return readEventMessage(parts[1], parts[2]);
    case 'EOSE':
      return typeof parts[1] === 'string' ? { is: 'stored', subscription: parts[1] } : null;
    case 'CLOSED':
      return typeof parts[1] === 'string'
        ? { is: 'closed', subscription: parts[1], why: refusalIn(parts[2]) }
        : null;
    case 'OK':
      return readOk(parts[1], parts[2], parts[3]);
    case 'NOTICE':
      return { is: 'notice' };
    case 'AUTH':
      return { is: 'challenge' };
    default:
      return null;
  }
}

function parseList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function readEventMessage(subscription: unknown, value: unknown): RelayMessage | null {
  const event = readEvent(value);
  return typeof subscription === 'string' && event !== null ? { is: 'event', subscription, event } : null;
}

function readOk(eventId: unknown, isTaken: unknown, message: unknown): RelayMessage | null {
  if (typeof eventId !== 'string' || typeof isTaken !== 'boolean') return null;
  // Some relays call a repeated event a failure, which it is not: they have it.
  const isRepeated = typeof message === 'string' && message.startsWith('duplicate:');
  if (isTaken || isRepeated) return { is: 'taken', eventId };
  return { is: 'not-taken', eventId, why: refusalIn(message) };
}

function refusalIn(message: unknown): RelayRefusal {
  if (typeof message !== 'string') return 'refused';
  if (message.startsWith('rate-limited:')) return 'rate-limited';
  return /^(auth-required|restricted):/.test(message) ? 'auth-required' : 'refused';
}
