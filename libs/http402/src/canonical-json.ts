/** What canonical JSON is written of here: texts, and objects of them. */
export type CanonicalValue = string | { readonly [name: string]: CanonicalValue };

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The canonical form of RFC 8785: names sorted by UTF-16 units, no blanks, and the escapes of `JSON.stringify`. Throws
 * RangeError for half a surrogate pair, which has no such form.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (typeof value === 'string') return textJson(value);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${textJson(name)}:${canonicalJson(value[name] ?? '')}`);
  return `{${members.join(',')}}`;
}

function textJson(text: string): string {
  if (LONE_SURROGATE.test(text)) throw new RangeError('half a surrogate pair has no canonical form');
  return JSON.stringify(text);
}
