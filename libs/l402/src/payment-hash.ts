import type { Brand } from './brand.js';

/** The lock of a Lightning payment (BOLT 11 field `p`): 32 bytes in lower-case hex. It names a challenge. */
export type PaymentHash = Brand<string, 'PaymentHash'>;

const LOWER_HEX_32_BYTES = /^[0-9a-f]{64}$/;

/** Reads a payment hash: exactly 64 lower-case hex digits. Anything else gives null. */
export function parsePaymentHash(text: unknown): PaymentHash | null {
  return typeof text === 'string' && LOWER_HEX_32_BYTES.test(text) ? (text as PaymentHash) : null;
}
