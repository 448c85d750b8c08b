/** How many secrets were sealed under one key. */
export interface SealedCount {
  /** The number of the key; 0 for what is no envelope. */
  readonly kid: number;
  readonly count: number;
}

/** A statement that counts the envelopes of a query with one column, `sealed`, by their keys; it leaves out what is null. */
export function sealedCountSql(query: string): string {
  // The second byte of an envelope is the number of its key.
  return `
SELECT CASE WHEN octet_length(sealed) >= 2 THEN get_byte(sealed, 1) ELSE 0 END AS kid, count(*)::int8::float8 AS count
FROM (${query}) secrets WHERE sealed IS NOT NULL GROUP BY 1 ORDER BY 1`;
}

/** The counts of several places as one, in the order of the keys. */
export function sumSealedCounts(places: readonly (readonly SealedCount[])[]): readonly SealedCount[] {
  const sums = new Map<number, number>();
  for (const { kid, count } of places.flat()) sums.set(kid, (sums.get(kid) ?? 0) + count);
  return [...sums].map(([kid, count]) => ({ kid, count })).sort((a, b) => a.kid - b.kid);
}
