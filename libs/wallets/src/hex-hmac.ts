import { createHmac, timingSafeEqual } from 'node:crypto';

const HEX_32_BYTES = /^[0-9a-f]{64}$/i;

/**
 * Whether a claimed signature is the HMAC-SHA256 of exactly these bytes, written as 64 hex digits of either case. Takes
 * the same time wherever the two differ; anything that is no such text is false.
 */
export function isHexHmac(secret: string, signed: string | Uint8Array, claimed: unknown): boolean {
  if (typeof claimed !== 'string' || !HEX_32_BYTES.test(claimed)) return false;
  const right = createHmac('sha256', secret).update(signed).digest();
  return timingSafeEqual(right, Buffer.from(claimed, 'hex'));
}
