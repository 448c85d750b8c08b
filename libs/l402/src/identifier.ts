import { MACAROON_LIMITS } from './macaroon-format.js';
import type { PaymentHash } from './payment-hash.js';
import { kidOf, TOKEN_ID_BYTES } from './token-id.js';

const VERSION = 0;
const PAYMENT_HASH_AT = 2;
const TOKEN_ID_AT = 34;

/**
 * Writes the identifier of an L402 macaroon: version 0 (u16, big endian), payment hash, token id; 66 bytes in all.
 * A token id of another length throws RangeError.
 */
export function makeIdentifier(paymentHash: PaymentHash, tokenId: Uint8Array): Buffer {
  if (tokenId.length !== TOKEN_ID_BYTES) throw new RangeError('a token id has 32 bytes');
  const identifier = Buffer.alloc(MACAROON_LIMITS.identifierBytes);
  identifier.writeUInt16BE(VERSION, 0);
  identifier.write(paymentHash, PAYMENT_HASH_AT, 'hex');
  identifier.set(tokenId, TOKEN_ID_AT);
  return identifier;
}

/** Whether 66 bytes are an identifier that we may have written: version 0, and a key id that is not 0. */
export function isIdentifier(bytes: Buffer): boolean {
  return bytes[0] === 0 && bytes[1] === VERSION && kidOf(tokenIdIn(bytes)) !== 0;
}

/** The payment hash in an identifier, as a view of its 32 bytes. */
export function paymentHashIn(identifier: Uint8Array): Uint8Array {
  return identifier.subarray(PAYMENT_HASH_AT, TOKEN_ID_AT);
}

/** The token id in an identifier, as a view of its 32 bytes. */
export function tokenIdIn(identifier: Uint8Array): Uint8Array {
  return identifier.subarray(TOKEN_ID_AT);
}
