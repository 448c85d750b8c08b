import type { FreeOfCharge } from './paywall-options.js';

/** The price itself; throws a `TypeError` unless it is a whole number of satoshis, 1 or more: nothing is free by mistake. */
export function checkedPrice(price: unknown, name: string): number {
  if (typeof price === 'number' && Number.isSafeInteger(price) && price >= 1) return price;
  throw new TypeError(`l402: \`${name}\` is a whole number of satoshis, 1 or more`);
}

/** Whether a price function said, in so many words, that this costs nothing. */
export function isFree(price: unknown): price is FreeOfCharge {
  return typeof price === 'object' && price !== null && (price as { free?: unknown }).free === true;
}
