import type { Brand } from './brand.js';

/** A tenant's number, at least one, exact as a JavaScript number. It is part of every root key. */
export type MerchantId = Brand<number, 'MerchantId'>;

/** Reads a merchant id: an integer from 1 to 2^53-1. Anything else, numerals in strings too, gives null. */
export function parseMerchantId(id: unknown): MerchantId | null {
  return Number.isSafeInteger(id) && (id as number) >= 1 ? (id as MerchantId) : null;
}
