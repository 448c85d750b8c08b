/** The members of a page's search parameters that are texts, by name; all else is left out. */
export function texts<N extends string>(
  search: Readonly<Record<string, unknown>>,
  names: readonly N[],
): Partial<Record<N, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = search[name];
      if (typeof value === 'number') return [[name, String(value)]];
      return typeof value === 'string' && value !== '' ? [[name, value]] : [];
    }),
  ) as Partial<Record<N, string>>;
}
