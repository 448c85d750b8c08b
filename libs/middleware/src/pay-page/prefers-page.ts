/**
 * Whether an `Accept` header asks for a page by its name, and for JSON by name, if at all, less. A program that takes both alike
 * gets JSON.
 */
export function prefersPage(accept: string): boolean {
  let [page, json] = [0, 0];
  for (const range of accept.toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const weight = weightOf(parameters);
    if (type === 'text/html') page = Math.max(page, weight);
    else if (/^application\/(?:[^\s+]+\+)?json$/.test(type)) json = Math.max(json, weight);
  }
  return page > json;
}

/** Its weight (RFC 9110, 12.4.2): 1 where it has none, 0 where it has what is none. */
function weightOf(parameters: readonly string[]): number {
  const text = parameters.find((one) => /^q\s*=/.test(one))?.replace(/^q\s*=\s*/, '');
  if (text === undefined) return 1;
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}
