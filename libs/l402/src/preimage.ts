import { hash } from 'node:crypto';
import type { Brand } from './brand.js';
import type { PaymentHash } from './payment-hash.js';

/** The key to a payment hash, learned by paying: 32 bytes in lower-case hex. A secret: never store or log one. */
export type Preimage = Brand<string, 'Preimage'>;

const HEX_32_BYTES = /^[0-9a-f]{64}$/i;

/** Reads a preimage: 64 hex digits of either case, blanks around them trimmed. Anything else, base64 too, gives null. */
export function parsePreimage(text: unknown): Preimage | null {
  if (typeof text !== 'string') return null;
  const trimmed = text.trim();
  return HEX_32_BYTES.test(trimmed) ? (trimmed.toLowerCase() as Preimage) : null;
}

/** The payment hash that this preimage opens: its SHA-256 (BOLT 11). */
export function hashPreimage(preimage: Preimage): PaymentHash {
  return hash('sha256', Buffer.from(preimage, 'hex'), 'hex') as PaymentHash;
}
