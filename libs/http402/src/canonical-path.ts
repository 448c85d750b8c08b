import { isOctetString, isUtf8, octetsFromBytes, percentEncode } from './octets.js';

/** Why a request target has no canonical path, each with the sentence to tell the caller. The list is closed. */
export const PATH_REFUSAL_TEXT = {
  not_octets: 'The request target holds characters that are not bytes',
  not_a_path: 'The request target is neither a path nor an absolute http or https URL',
  fragment: 'The request target holds a #',
  broken_escape: 'The path holds a % without two hexadecimal digits',
  reserved_escape: 'The path holds an encoded dot, slash or backslash',
  forbidden_character: 'The path holds a control character, a backslash or a semicolon',
  not_utf8: 'The path is not UTF-8',
  double_encoding: 'The path is percent-encoded twice',
  empty_segment: 'The path holds an empty segment',
  dot_segment: 'The path holds a . or .. segment',
  too_long: 'The path is longer than 1,024 bytes',
} as const;

/** The code of a refusal; `PATH_REFUSAL_TEXT` has its sentence. */
export type PathRefusal = keyof typeof PATH_REFUSAL_TEXT;

/**
 * A canonical path, or the reason why there is none. To forward a request, send `path`, then `/` if
 * `trailingSlash`, then `?` and `query` unless it is `null`. The query is as it came, but for bytes that may not
 * stand in a request line, which are percent-encoded.
 */
export type CanonicalPath =
  | {
      readonly ok: true;
      readonly path: string;
      readonly query: string | null;
      readonly trailingSlash: boolean;
    }
  | { readonly ok: false; readonly why: PathRefusal };

const PATH_BYTES_MAX = 1024;

// Narrow on purpose: a lenient URL parser ends the host at `\`, `;` or `~` and reads the rest as a path.
const SCHEME_AND_AUTHORITY =
  /^https?:\/\/(?:[a-z0-9._-]{1,255}|\[[0-9a-f:.]{1,45}\])(?::[0-9]{1,5})?(?=[/?]|$)/i;

/**
 * The one spelling of a request target by which a price is looked up, a challenge is minted and a credential is
 * verified. Two targets that a router may treat alike get the same path or are refused, so no spelling is cheaper
 * than another; idempotent; letter case is kept. Give it the raw request target as it stood in the request line,
 * never a decoded or router-relative path. Never throws.
 */
export function canonicalPath(target: string | Uint8Array): CanonicalPath {
  const octets = typeof target === 'string' ? target : octetsFromBytes(target);
  if (!isOctetString(octets)) return refuse('not_octets');
  if (octets.includes('#')) return refuse('fragment');
  const local = withoutAuthority(octets);
  if (local === null) return refuse('not_a_path');

  const { rawPath, query } = cutQuery(local);
  const escapeRefusal = refusalOfEscapes(rawPath);
  if (escapeRefusal) return refuse(escapeRefusal);

  const decoded = decodeOnce(rawPath);
  const decodedRefusal = refusalOfDecoded(decoded);
  if (decodedRefusal) return refuse(decodedRefusal);

  const trailingSlash = decoded.length > 1 && decoded.endsWith('/');
  const path = encode(trailingSlash ? decoded.slice(0, -1) : decoded);
  if (path.length > PATH_BYTES_MAX) return refuse('too_long');
  return { ok: true, path, query, trailingSlash };
}

function refuse(why: PathRefusal): CanonicalPath {
  return { ok: false, why };
}

/** Origin-form as it is, absolute-form (RFC 9112 section 3.2) from its path on, anything else `null`. */
function withoutAuthority(octets: string): string | null {
  if (octets.startsWith('/')) return octets;
  const authority = SCHEME_AND_AUTHORITY.exec(octets);
  if (!authority) return null;
  const local = octets.slice(authority[0].length);
  return local.startsWith('/') ? local : `/${local}`;
}

function cutQuery(local: string): { rawPath: string; query: string | null } {
  const mark = local.indexOf('?');
  if (mark < 0) return { rawPath: local, query: null };
  return { rawPath: local.slice(0, mark), query: local.slice(mark + 1).replace(/[^!-~]/g, percentEncode) };
}

function refusalOfEscapes(rawPath: string): PathRefusal | null {
  if (/%(?![0-9a-f]{2})/i.test(rawPath)) return 'broken_escape';
  if (/%(?:2e|2f|5c)/i.test(rawPath)) return 'reserved_escape';
  return null;
}

function decodeOnce(rawPath: string): string {
  return rawPath.replace(/%(..)/g, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function refusalOfDecoded(decoded: string): PathRefusal | null {
  // Bytes from 80 on pass here: whether they are characters is for the UTF-8 check to say.
  if (/[^ -~\u0080-\u00ff]|[\\;]/.test(decoded)) return 'forbidden_character';
  if (!isUtf8(decoded)) return 'not_utf8';
  if (/%[0-9a-f]{2}/i.test(decoded)) return 'double_encoding';
  if (decoded.includes('//')) return 'empty_segment';
  if (/\/\.\.?(?=\/|$)/.test(decoded)) return 'dot_segment';
  return null;
}

function encode(decoded: string): string {
  return decoded.replace(/[^A-Za-z0-9\-._~!$&'()*+,=:@/]/g, percentEncode);
}
