/** Every queue. A queue has its own worker, so that what is slow in one holds up nothing in another. */
export const QUEUES = {
  /** Asking wallets; short and frequent. */
  settlements: 'settlements',
  /** Sweeps and pruning; may take longer. */
  upkeep: 'upkeep',
  /** Asking wallets how they are and what they received, and mail servers to take letters; as slow as they are. */
  wallets: 'wallets',
  /** Sending events to merchants; short and frequent. */
  webhooks: 'webhooks',
} as const;

/** The name of a queue. */
export type QueueName = (typeof QUEUES)[keyof typeof QUEUES];

/** Every job, with the queue it goes through. */
export const JOBS = {
  /** Some seconds of look-up rounds, one a second: a schedule of its own for each would cost more than the rounds. */
  lookUpTurn: { name: 'look-up-turn', queue: QUEUES.settlements },
  /** One round of look-ups now, over all challenges that are due. */
  lookUpRound: { name: 'look-up-round', queue: QUEUES.settlements },
  /** Finds challenges whose look-up is overdue, and says so. */
  overdueSweep: { name: 'overdue-sweep', queue: QUEUES.upkeep },
  /** Commits reservations that nobody decided in time. */
  reservationSweep: { name: 'reservation-sweep', queue: QUEUES.upkeep },
  /** Asks wallets that were silent, and tells merchants how theirs are doing. */
  walletHealth: { name: 'wallet-health', queue: QUEUES.wallets },
  /** Compares our ledger with the lists of wallets. */
  reconciliation: { name: 'reconciliation', queue: QUEUES.wallets },
  /** Asks the upstreams of listed proxies whether they answer. */
  proxyHealth: { name: 'proxy-health', queue: QUEUES.wallets },
  /** Sends letters that could not be sent at once. */
  letters: { name: 'letters', queue: QUEUES.wallets },
  /** Brings stored secrets under the current seal key. */
  reseal: { name: 'reseal', queue: QUEUES.upkeep },
  /** Counts events into the figures of days. */
  countEvents: { name: 'count-events', queue: QUEUES.upkeep },
  /** Some seconds of rounds in which events are handed out and sent. */
  webhookTurn: { name: 'webhook-turn', queue: QUEUES.webhooks },
  /** One such round now. */
  webhookRound: { name: 'webhook-round', queue: QUEUES.webhooks },
  /** Writes down plans that are over and tells of those that soon will be. */
  planUpkeep: { name: 'plan-upkeep', queue: QUEUES.upkeep },
  /** Deletes challenges, claims and events whose time is over. */
  prune: { name: 'prune', queue: QUEUES.upkeep },
} as const satisfies Record<string, { name: string; queue: QueueName }>;

/** One of the jobs. */
export type JobKind = (typeof JOBS)[keyof typeof JOBS];

/** The name of a job. */
export type JobName = JobKind['name'];

/**
 * What each job carries: at most keys, never the truth, which is in the database. Today every job finds its work
 * there by itself.
 */
export type JobPayload = Record<string, never>;
