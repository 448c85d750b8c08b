import { isUtf8 } from 'node:buffer';
import { parseDecimal } from './decimal.js';
import { isResource } from './resource.js';

/** The caveats that we mint and enforce. Values are single: no lists, no escapes, nothing to inject into. */
export type CaveatName = 'path' | 'merchant_id' | 'amount_sats' | 'expires' | 'method' | 'body_sha256';

/**
 * What a caveat says to us: one of our six with a value in its grammar, nothing (someone else's, to be skipped), or
 * something its author may take for a restriction that we would not enforce, so that the token must be refused.
 */
export type Caveat = { readonly name: CaveatName; readonly value: string } | 'not_ours' | 'refused';

const METHOD = /^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/;
const LOWER_HEX_32_BYTES = /^[0-9a-f]{64}$/;
const RESERVED_PREFIX = 'tp_';

const isDecimal = (value: string): boolean => parseDecimal(value) !== null;

const GRAMMAR: ReadonlyMap<string, (value: string) => boolean> = new Map<
  CaveatName,
  (value: string) => boolean
>([
  ['path', isResource],
  ['merchant_id', isDecimal],
  ['amount_sats', isDecimal],
  ['expires', isDecimal],
  ['method', (value) => METHOD.test(value)],
  ['body_sha256', (value) => LOWER_HEX_32_BYTES.test(value)],
]);

/**
 * Reads one caveat, `name=value`, split at the first `=`. Refused are: our names without a value of their grammar or
 * without `=`; near misses that are our name once trimmed and in lower case; the prefix `tp_`, kept for names to come.
 */
export function readCaveat(bytes: Buffer): Caveat {
  const text = bytes.toString('utf8');
  const split = text.indexOf('=');
  const name = split < 0 ? text : text.slice(0, split);

  const accepts = GRAMMAR.get(name);
  if (accepts === undefined) return looksLikeOurs(name) ? 'refused' : 'not_ours';
  if (split < 0) return 'refused';

  const value = text.slice(split + 1);
  // Bytes that are no UTF-8 decode to U+FFFD, which a path may hold: two different paths must not read the same.
  return accepts(value) && isUtf8(bytes) ? { name: name as CaveatName, value } : 'refused';
}

/** Writes a caveat. The value is taken as it is; whoever mints reads it back. */
export function writeCaveat(name: CaveatName, value: string | number): Buffer {
  return Buffer.from(`${name}=${value}`);
}

function looksLikeOurs(name: string): boolean {
  const folded = name.trim().toLowerCase();
  return GRAMMAR.has(folded) || folded.startsWith(RESERVED_PREFIX);
}
