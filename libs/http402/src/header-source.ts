type HeaderValue = string | readonly string[] | undefined;

/**
 * The headers of a message in any usual shape: a `Headers` object or other list of pairs, or a record such as Node's
 * `headersDistinct`. Prefer `headersDistinct` to Node's `headers`, which keeps only the first `Authorization` line.
 */
export type HeaderSource = Iterable<readonly [string, HeaderValue]> | Readonly<Record<string, HeaderValue>>;

/** Every header line as a pair of name and value, in the order in which the source has them. */
export function headerLines(source: HeaderSource): [name: string, value: string][] {
  const lines: [string, string][] = [];
  for (const [name, values] of isIterable(source) ? source : Object.entries(source)) {
    for (const value of typeof values === 'string' ? [values] : (values ?? [])) lines.push([name, value]);
  }
  return lines;
}

function isIterable(source: HeaderSource): source is Iterable<readonly [string, HeaderValue]> {
  return Symbol.iterator in source;
}
