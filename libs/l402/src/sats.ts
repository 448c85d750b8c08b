import type { Brand } from './brand.js';

/** An amount of money in whole satoshis, at least one, exact as a JavaScript number. */
export type Sats = Brand<number, 'Sats'>;

/** Reads an amount: an integer from 1 to 2^53-1. Anything else, numerals in strings too, gives null. */
export function parseSats(amount: unknown): Sats | null {
  return Number.isSafeInteger(amount) && (amount as number) >= 1 ? (amount as Sats) : null;
}
