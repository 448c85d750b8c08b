/** The bounds of figures, with their units. */
export const statisticsBounds = Object.freeze({
  /** Different resources of one merchant, mode and day that have figures of their own; the rest are summed up. */
  resourcesPerDayMax: 200,
  /** Events counted in one transaction. */
  eventsPerBatchMax: 1_000,
  /** Counters of verify that a process holds between two flushes; what comes beyond them is not counted. */
  tallyEntriesMax: 10_000,
  tallyFlushMillis: 5_000,
  /** Days of one overview, and how many it covers unless told. */
  overviewDaysMax: 366,
  overviewDaysDefault: 30,
  overviewResourcesMax: 20,
  /** How long figures are kept: those of an overview, and of the period before it. */
  figureDaysMax: 800,
  pruneBatchMax: 1_000,
});
