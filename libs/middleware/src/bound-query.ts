import { MIDDLEWARE_BOUNDS } from './middleware-bounds.js';

/** Why the parameters that belong to what is sold have no single meaning. */
export class RefusedQuery extends Error {
  override readonly name = 'RefusedQuery';
}

/**
 * The chosen parameters of a query in one spelling: sorted by name, repeats in their order, UTF-8 in percent-encoding, a
 * plus read as a blank; empty if there are none. Throws `RefusedQuery` for what parsers of queries read differently: broken
 * escapes, and names such as `city[]` or `[city]` that some take for `city`.
 */
export function boundQuery(query: string | null, names: readonly string[]): string {
  if (query === null || query === '' || names.length === 0) return '';
  const pairs = query.split('&');
  if (pairs.length > MIDDLEWARE_BOUNDS.queryPairsMax)
    throw new RefusedQuery('The query has too many parameters');
  const bound: [name: string, value: string][] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    if (name === null) continue;
    if (names.includes(name)) bound.push([name, valueOf(equals < 0 ? '' : pair.slice(equals + 1))]);
    else if (names.includes(rootOf(name))) throw new RefusedQuery('The query names a parameter in brackets');
  }
  // Sorting keeps the order of equal names.
  bound.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return bound.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

function valueOf(text: string): string {
  const value = decoded(text);
  if (value === null) throw new RefusedQuery('The query holds a broken escape');
  return value;
}

/** The text that an encoded one stands for, or `null` if its escapes are broken or no UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** What a parser that knows brackets and dots would file the parameter under. */
function rootOf(name: string): string {
  return name.split(/[[\].]+/).find((part) => part !== '') ?? '';
}
