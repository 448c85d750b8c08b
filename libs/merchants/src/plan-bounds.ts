/** The bounds of plans, with their units. */
export const planBounds = Object.freeze({
  /** How long before the end of a trial or paid period the merchant is told, in days, the first first. */
  firstNoticeDays: 7,
  lastNoticeDays: 1,
  /** Merchants that are moved or told in one transaction. */
  upkeepBatchMax: 200,
  /** Events that are looked through for paid plans in one transaction. */
  eventsPerBatchMax: 500,
});
