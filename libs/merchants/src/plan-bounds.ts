/** The bounds of plans, with their units. */
export const planBounds = Object.freeze({
  /** How long before the end of a trial or paid period the merchant is told, in days, the first first. */
  firstNoticeDays: 7,
  lastNoticeDays: 1,
  /** Merchants that are moved or told in one transaction. */
  upkeepBatchMax: 200,
  /** Events that are looked through for paid plans in one transaction. */
  eventsPerBatchMax: 500,
  /** Plans that are handed over in one go. */
  handoversMax: 20,
  /** How long one process has for a plan before another may try. */
  handoverTakenSeconds: 60,
  /** The pause after a first failure; it doubles with each further one, up to the longest. */
  handoverRetrySeconds: 60,
  handoverRetrySecondsMax: 21_600,
  /** How long a plan that cannot be handed over is tried again and told of. */
  handoverKeptDays: 90,
  failureCharsMax: 300,
  /** Of those, how many are listed. */
  failedListedMax: 1_000,
  /** No purchase gives more than this much time from now on. */
  paidAheadYearsMax: 10,
});
