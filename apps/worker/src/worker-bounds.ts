/** The bounds of the worker, with their units. */
export const workerBounds = Object.freeze({
  /** How long a turn of look-up rounds lasts, and how often a round begins within it. */
  lookUpTurnMillis: 5_000,
  lookUpRoundMillis: 1_000,
  /** How often what is over is deleted. */
  pruneMillis: 3_600_000,
  /** Batches that one run deletes of each kind before it leaves the rest to the next. */
  pruneBatchesMax: 1_000,
  /** Batches of lapsed reservations that one sweep commits before it leaves the rest to the next. */
  sweepBatchesMax: 20,
  /** How long events are kept: thirty days. */
  outboxSeconds: 2_592_000,
  outboxBatchMax: 1_000,
  /** Jobs of one queue that this process does at a time. */
  jobsAtATime: 2,
  /** How soon opening a queue is tried again. */
  reopenMillis: 1_000,
  /** How often the schedules are looked after. */
  scheduleCheckMillis: 30_000,
  /** How far behind its time a schedule may be before it is set going again. */
  scheduleLateMillis: 30_000,
  /** How long closing waits for jobs that are under way. */
  closeMillis: 10_000,
});
