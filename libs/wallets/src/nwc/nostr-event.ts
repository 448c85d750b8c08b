import { verifyEvent } from 'nostr-tools/pure';

/** A Nostr event (NIP-01) of the right shape. Whether its signature is right has to be asked. */
export interface NostrEvent {
  readonly id: string;
  readonly pubkey: string;
  readonly created_at: number;
  readonly kind: number;
  readonly tags: readonly (readonly string[])[];
  readonly content: string;
  readonly sig: string;
}

/** What an event of a subscription has to be. */
export interface NostrFilter {
  readonly kinds: readonly number[];
  readonly authors: readonly string[];
  readonly '#e'?: readonly string[];
  readonly '#p'?: readonly string[];
  readonly limit?: number;
}

const HEX_32_BYTES = /^[0-9a-f]{64}$/;
const HEX_64_BYTES = /^[0-9a-f]{128}$/;
const TAGS_MAX = 256;

/** Reads an event. Null unless every member has its type and form. */
export function readEvent(value: unknown): NostrEvent | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, pubkey, created_at, kind, tags, content, sig } = value as Record<string, unknown>;
  if (typeof id !== 'string' || !HEX_32_BYTES.test(id)) return null;
  if (typeof pubkey !== 'string' || !HEX_32_BYTES.test(pubkey)) return null;
  if (typeof sig !== 'string' || !HEX_64_BYTES.test(sig)) return null;
  if (!isCount(created_at) || !isCount(kind) || typeof content !== 'string' || !isTags(tags)) return null;
  return { id, pubkey, created_at, kind, tags, content, sig };
}

/**
 * Whether an event is what was asked for, and signed by its author: kind, author and tags are compared with the filter,
 * since relays may send what they like; then the id is computed again and the signature verified.
 */
export function isGenuine(event: NostrEvent, filter: NostrFilter): boolean {
  if (!filter.kinds.includes(event.kind) || !filter.authors.includes(event.pubkey)) return false;
  if (!hasTag(event, 'e', filter['#e']) || !hasTag(event, 'p', filter['#p'])) return false;
  try {
    return verifyEvent({ ...event, tags: event.tags.map((tag) => [...tag]) });
  } catch {
    return false;
  }
}

/** The value of the first tag of that name, null if there is none. */
export function tagOf(event: NostrEvent, name: string): string | null {
  return event.tags.find((tag) => tag[0] === name)?.[1] ?? null;
}

function hasTag(event: NostrEvent, name: string, values: readonly string[] | undefined): boolean {
  return values === undefined || event.tags.some((tag) => tag[0] === name && values.includes(tag[1] ?? ''));
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isTags(value: unknown): value is string[][] {
  if (!Array.isArray(value) || value.length > TAGS_MAX) return false;
  return value.every((tag) => Array.isArray(tag) && tag.every((part) => typeof part === 'string'));
}
