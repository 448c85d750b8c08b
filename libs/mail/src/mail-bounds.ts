/** The bounds of letters, with their units. */
export const mailBounds = Object.freeze({
  connectMillis: 10_000,
  silenceMillis: 20_000,
  /** How long one process has for a letter before another may try. */
  takenSeconds: 120,
  batchMax: 20,
  /** Batches that one run sends before it leaves the rest to the next. */
  batchesMax: 50,
  /** The pause after a first failure; it doubles with each further one, up to the longest. */
  retrySeconds: 60,
  retrySecondsMax: 3_600,
  /** How often letters are looked for that could not be sent at once. */
  sweepMillis: 60_000,
  /** How long a letter is kept: what opens an account in it is over long before. */
  keptSeconds: 604_800,
  pruneBatchMax: 1_000,
  /** Letters that are sealed anew at a time. */
  resealBatchMax: 200,
});
