import { limits } from '@turnpike/config';

/**
 * The idempotency key of a request: the header trimmed and cut at 256 characters, `null` if absent or blank. Only the
 * part that counts is kept, so longer keys with the same beginning are the same key.
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim().slice(0, limits.idempotencyKeyCharsMax);
  return text === undefined || text === '' ? null : text;
}
