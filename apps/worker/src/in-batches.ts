/**
 * Repeats a bounded piece of work until it finds nothing more to do, has been done so many times, or the signal is
 * aborted. Answers how much was done in all.
 */
export async function inBatches(
  batch: () => Promise<number>,
  batchesMax: number,
  signal: AbortSignal,
): Promise<number> {
  let done = 0;
  for (let n = 0; n < batchesMax && !signal.aborted; n += 1) {
    const more = await batch();
    if (more === 0) break;
    done += more;
  }
  return done;
}
