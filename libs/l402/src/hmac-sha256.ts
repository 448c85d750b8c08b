import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const MESSAGE_BYTES_MAX = 4_096;

// Nothing here awaits, so no two calls are ever inside this scratch space at once.
const inner = Buffer.alloc(BLOCK_BYTES + MESSAGE_BYTES_MAX);
const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);

/**
 * HMAC-SHA256 (RFC 2104) of at most 4,096 bytes under a key of at most 64, written over the first 32 bytes of `into`,
 * which may be the key itself. Longer keys and messages throw RangeError.
 *
 * It is two one-shot digests rather than `createHmac`, because nearly all the cost of a short HMAC in Node is making
 * objects: this makes none but a view, and a signature chain takes half the time.
 */
export function hmacSha256(key: Uint8Array, message: Uint8Array, into: Buffer): Buffer {
  if (key.length > BLOCK_BYTES || message.length > MESSAGE_BYTES_MAX) {
    throw new RangeError('HMAC key or message too long');
  }
  for (let i = 0; i < BLOCK_BYTES; i += 1) {
    const byte = i < key.length ? (key[i] ?? 0) : 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  inner.set(message, BLOCK_BYTES);
  // A digest as a "binary" string, one character a byte, is far cheaper to get and to write back than a Buffer.
  outer.write(
    hash('sha256', inner.subarray(0, BLOCK_BYTES + message.length), 'binary'),
    BLOCK_BYTES,
    'latin1',
  );
  into.write(hash('sha256', outer, 'binary'), 0, 'latin1');
  return into;
}

/** 32 bytes to be written over: where a digest goes. */
export function newDigest(): Buffer {
  return Buffer.allocUnsafe(DIGEST_BYTES);
}
