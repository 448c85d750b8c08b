import { readCaveat, writeCaveat, type CaveatName } from './caveat.js';
import type { MerchantId } from './merchant-id.js';
import type { Sats } from './sats.js';

/** What a token is good for, as its caveats say. Times are Unix seconds; the token is good while now is before. */
export interface Terms {
  readonly merchantId: MerchantId;
  readonly resource: string;
  readonly amountSats: Sats;
  readonly expiresAtSeconds: number;
  /** The one HTTP method it may be used with, or null for any. */
  readonly method: string | null;
  /** SHA-256 of the one body it may be used with, in lower-case hex, or null for any. */
  readonly bodySha256: string | null;
}

/** Writes terms as caveats, in the order in which they are minted. */
export function writeTerms(terms: Terms): Buffer[] {
  const caveats = [
    writeCaveat('path', terms.resource),
    writeCaveat('merchant_id', terms.merchantId),
    writeCaveat('amount_sats', terms.amountSats),
    writeCaveat('expires', terms.expiresAtSeconds),
  ];
  if (terms.method !== null) caveats.push(writeCaveat('method', terms.method));
  if (terms.bodySha256 !== null) caveats.push(writeCaveat('body_sha256', terms.bodySha256));
  return caveats;
}

/**
 * Reads the terms out of a token's caveats. Anyone who holds a token may append to it, so a repeat may only narrow:
 * `expires` may come earlier, everything else must stay equal; `method` and `body_sha256` may be added where absent.
 * Gives null if a repeat widens, a caveat is refused or one of the first four is missing.
 */
export function readTerms(caveats: readonly Buffer[]): Terms | null {
  const values = new Map<CaveatName, string>();
  for (const bytes of caveats) {
    const caveat = readCaveat(bytes);
    if (caveat === 'not_ours') continue;
    if (caveat === 'refused') return null;
    const before = values.get(caveat.name);
    if (before !== undefined && !narrows(caveat.name, before, caveat.value)) return null;
    values.set(caveat.name, caveat.value);
  }

  const resource = values.get('path');
  const merchantId = values.get('merchant_id');
  const amountSats = values.get('amount_sats');
  const expires = values.get('expires');
  if (
    resource === undefined ||
    merchantId === undefined ||
    amountSats === undefined ||
    expires === undefined
  ) {
    return null;
  }
  return {
    merchantId: Number(merchantId) as MerchantId,
    resource,
    amountSats: Number(amountSats) as Sats,
    expiresAtSeconds: Number(expires),
    method: values.get('method') ?? null,
    bodySha256: values.get('body_sha256') ?? null,
  };
}

function narrows(name: CaveatName, before: string, after: string): boolean {
  return name === 'expires' ? Number(after) <= Number(before) : after === before;
}
