import { isIP } from 'node:net';
import type { Mode } from '@turnpike/l402';
import { parseInteger } from './env-source.js';

/** One key of a ring: the number that names it (1-255) and its 32 bytes. */
export interface KeyEntry {
  readonly kid: number;
  readonly key: Buffer;
}

/** A merchant in one mode. The id is a positive integer; its reader brands it, so that this lib needs no protocol code. */
export interface MerchantInMode {
  readonly merchantId: number;
  readonly mode: Mode;
}

const KEY_BYTES = 32;
/** Merchant ids are kept in a signed 32-bit column. */
const MERCHANT_ID_MAX = 2_147_483_647;

/** An http or https URL without user, query and fragment, its final slash removed; else null. */
export function parseHttpUrl(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) return null;
  return url.href.replace(/\/+$/, '');
}

/** A parser of URLs with one of these schemes, which keeps the text as it is. */
export function urlWithScheme(...schemes: readonly string[]): (text: string) => string | null {
  return (text) => (URL.canParse(text) && schemes.includes(new URL(text).protocol) ? text : null);
}

/** An IP address, alone or with a prefix length; else null. */
export function parseNetwork(text: string): string | null {
  const slash = text.indexOf('/');
  const version = isIP(slash < 0 ? text : text.slice(0, slash));
  if (version === 0) return null;
  if (slash < 0) return text;
  return parseInteger(text.slice(slash + 1), 0, version === 4 ? 32 : 128) === null ? null : text;
}

/** An IP address, a network or a host name in lower case; else null. */
export function parseAddress(text: string): string | null {
  if (/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text) && !/^[\d.]+$/.test(text))
    return text.toLowerCase();
  return parseNetwork(text);
}

/**
 * A key ring: `kid:base64` items, comma-separated, each kid once and 1-255, each key 32 bytes in standard base64. Else
 * null. A base64 text that decodes to 32 bytes but is not their one encoding is refused, as it was not copied whole.
 */
export function parseKeyRing(text: string): readonly KeyEntry[] | null {
  const entries: KeyEntry[] = [];
  for (const item of text.split(',')) {
    const [, kidText, keyText] = /^([^:]+):([^:]+)$/.exec(item.trim()) ?? [];
    if (kidText === undefined || keyText === undefined) return null;
    const kid = parseInteger(kidText, 1, 255);
    const key = Buffer.from(keyText, 'base64');
    if (kid === null || key.length !== KEY_BYTES || key.toString('base64') !== keyText) return null;
    if (entries.some((entry) => entry.kid === kid)) return null;
    entries.push(Object.freeze({ kid, key }));
  }
  return Object.freeze(entries);
}

/** `<merchantId>:<test|live>`; else null. */
export function parseMerchantInMode(text: string): MerchantInMode | null {
  const [, id, mode] = /^(\d{1,10}):(test|live)$/.exec(text) ?? [];
  if (id === undefined || (mode !== 'test' && mode !== 'live')) return null;
  const merchantId = parseInteger(id, 1, MERCHANT_ID_MAX);
  return merchantId === null ? null : Object.freeze({ merchantId, mode });
}

/** An e-mail address, alone or as `Name <address>`, without what could begin another header; else null. */
export function parseMailbox(text: string): string | null {
  return /^(?:[^<>@\x00-\x1f\x7f"]{0,100} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/.test(text)
    ? text
    : null;
}

/** A parser that takes one of these words. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word | null {
  return (text) => words.find((word) => word === text) ?? null;
}
