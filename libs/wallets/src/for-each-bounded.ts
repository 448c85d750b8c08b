/**
 * Does the work for each item, at most so many at a time, and waits for all of them. What fails does not keep the others
 * from being done; the first failure is thrown at the end.
 */
export async function forEachBounded<T>(
  items: readonly T[],
  max: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  let failure: { readonly error: unknown } | null = null;
  const worker = async (): Promise<void> => {
    for (const item of left) {
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(max, items.length) }, worker));
  if (failure !== null) throw (failure as { error: unknown }).error;
}
