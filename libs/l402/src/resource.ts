/** A resource is at most this many bytes of UTF-8, so that its caveat always fits into a macaroon. */
export const RESOURCE_BYTES_MAX = 2_048;

const CONTROL_OR_LONE_SURROGATE = /[\p{Cc}\p{Cs}]/u;

/**
 * Whether a text can name what is sold: 1 to 2,048 bytes of UTF-8, not blank, no control character (U+0000 to U+001F,
 * U+007F to U+009F), no half of a surrogate pair. Nothing is normalised: two spellings are two resources.
 */
export function isResource(text: string): boolean {
  // The length in UTF-16 units is a lower bound of the bytes, and spares the work on a text of hostile length.
  if (text.length > RESOURCE_BYTES_MAX || text.trim() === '') return false;
  return Buffer.byteLength(text) <= RESOURCE_BYTES_MAX && !CONTROL_OR_LONE_SURROGATE.test(text);
}
