/** The bounds of the worker, with their units. */
export const workerBounds = Object.freeze({
  /** How long a turn of look-up rounds lasts, and how often a round begins within it. */
  lookUpTurnMillis: 5_000,
  lookUpRoundMillis: 1_000,
  /** How long a turn of handing out and sending events lasts, and how often a round begins within it. */
  webhookTurnMillis: 5_000,
  webhookRoundMillis: 1_000,
  /** How often wallets are checked that nobody asked, and merchants told of theirs. */
  walletHealthMillis: 30_000,
  /** How often upstreams of listed proxies are looked for whose turn it is to be probed. */
  proxyHealthMillis: 60_000,
  /** How often our ledger is compared with the lists of wallets, and how far back. */
  reconciliationMillis: 21_600_000,
  reconciliationSeconds: 172_800,
  /** How often secrets are brought under the current seal key. */
  resealMillis: 3_600_000,
  /** How long notices of wallets and unused budgets are kept: thirty days, and one. */
  noticeSeconds: 2_592_000,
  budgetSeconds: 86_400,
  /** How often events are counted into figures, and batches of them in one go. */
  countEventsMillis: 10_000,
  countEventsBatchesMax: 50,
  /** How often plans that are over are written down and merchants told of an end; batches of each that one run does. */
  planUpkeepMillis: 3_600_000,
  planBatchesMax: 1_000,
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
