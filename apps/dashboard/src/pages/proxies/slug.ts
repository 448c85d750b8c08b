const charsMax = 40;

/** What the address of a proxy begins with, as the server makes it of the name. */
export function slugOf(name: string): string {
  const word = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, charsMax)
    .replace(/^-+|-+$/g, '');
  return word === '' ? 'api' : word;
}
