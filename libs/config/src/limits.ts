/**
 * Bounds that are not configuration, the unit last in the name. Those that are part of the public contract are documented
 * for callers; the others keep loops, caches, queues and waits finite. The queues, Redis, the look-ups and the worker's
 * schedules have bounds of their own in files named `*-bounds.ts`.
 */
export const limits = Object.freeze({
  // HTTP
  bodyBytesMax: 64 * 1024,
  pathParamCharsMax: 256,
  requestTimeoutMillis: 30_000,
  headersTimeoutMillis: 15_000,
  /** Above the 60 s after which common load balancers drop an idle connection, so that they and not we end it. */
  keepAliveTimeoutMillis: 72_000,
  connectionsMax: 10_000,
  serviceUnavailableRetrySeconds: 1,
  readinessCacheMillis: 1_000,
  readinessTimeoutMillis: 2_000,
  requestLogSampleEvery: 1_000,

  // Lists
  listLimitDefault: 20,
  listLimitMax: 200,
  listOffsetMax: 1_000_000,
  /** How far beyond a page the rows of a list are counted. */
  listCountedMax: 10_000,
  /** Rows that one page of a search looks through, and resources with one beginning that it keeps apart. */
  searchRowsMax: 2_000,
  searchResourcesMax: 20,
  searchTextCharsMax: 2_048,
  /** Hexadecimal digits from which on a text may be the beginning of a payment hash. */
  searchHashDigitsMin: 6,
  /** Longer than any token that verify reads, with its header around it. */
  inspectedCharsMax: 16_384,
  /** Uses of one challenge in its timeline. */
  timelineUsesMax: 100,

  // API keys
  apiKeyCacheEntriesMax: 20_000,
  apiKeyCacheMillis: 1_500,
  apiKeyLabelCharsMax: 100,
  apiKeysPerMerchantMax: 1_000,
  apiKeyOverlapSecondsDefault: 86_400,
  apiKeyOverlapSecondsMax: 2_592_000,
  apiKeyLastUsedFlushMillis: 30_000,
  rateLimitWindowSeconds: 60,
  /** Of each limit, where this process counts by itself. */
  rateLimitBucketsMax: 100_000,

  // Challenges
  resourceBytesMax: 2_048,
  descriptionBytesMax: 639,
  payerCharsMax: 128,
  payerChallengeSecondsLeftMin: 60,
  usesMax: 1_000_000,
  metadataEntriesMax: 20,
  metadataKeyCharsMax: 40,
  metadataValueCharsMax: 500,
  tokenValiditySecondsMin: 300,
  tokenValiditySecondsMax: 2_592_000,
  tokenValiditySecondsDefault: 3_600,
  invoiceExpirySecondsMin: 120,
  invoiceExpirySecondsMax: 3_600,
  invoiceExpirySecondsDefault: 600,
  idempotencyKeyCharsMax: 256,
  idempotencyLeaseSeconds: 15,
  idempotencyWaitMillis: 7_000,
  mintDeadlineMillis: 8_000,
  /** Of a mint's time, what the wallet leaves for the record, and what freeing its claims may take at the end. */
  mintRecordMillis: 500,
  mintFreeMillis: 250,
  pruneAfterSeconds: 86_400,
  /** How long after its expiry a token's refusals are still counted by token: until shortly before it may be pruned. */
  tokenRefusalsSecondsMax: 82_800,
  pruneBatchMax: 500,
  pruneDependentsBatchMax: 5_000,

  // Verify and uses
  credentialBytesMax: 8_192,
  macaroonsPerCredentialMax: 4,
  requestIdCharsMax: 128,
  openChallengeCountsMax: 10_000,
  openChallengeCountMillis: 5_000,
  openedCredentialCacheEntriesMax: 10_000,
  openedCredentialCacheCharsMax: 8_000_000,
  groupCommitBatchMax: 512,
  groupCommitWaitersMax: 8_192,
  groupCommitRetriesMax: 3,
  hotStatementMillis: 5_000,
  reservationSeconds: 120,
  reservationSweepMillis: 5_000,
  reservationSweepBatchMax: 500,

  // Wallets and settlement
  walletCallMillis: 6_000,
  walletLookUpMillis: 5_000,
  walletCheckMillis: 15_000,
  walletLabelCharsMax: 100,
  invoiceExpirySecondsFromWalletMin: 60,
  invoiceExpirySecondsFromWalletMax: 86_400,
  sandboxSettleDelaySecondsMax: 60,
  /** Above what a look takes, its call and its writing, so that there is time to wait for it. */
  watchTakenSeconds: 20,
  watchBatchMax: 200,
  /** Merchants whose hinted challenges are taken in one go. */
  hintedMerchantsMax: 2_000,
  watchSweepMillis: 60_000,
  watchOverdueSeconds: 120,
  /** A look-up that a hint asks for after the watch has ended, no sooner than this after the last. */
  watchReopenSeconds: 60,
  /** How long the record of a settlement outlives its challenge: a year's books, and a year to ask for them. */
  settlementRecordDaysMax: 800,
  /** Settled challenges that are read at a time. */
  settledPageMax: 1_000,
  /** How far back one comparison with a wallet, or one export, may go. */
  reconciliationDaysMax: 31,
  exportDaysMax: 366,
  /** Connections with open invoices that are looked through at a time. */
  watchedConnectionsMax: 10_000,
  /** How often minting wakes a worker that sleeps; a little shorter than one of its turns. */
  lookUpWakeMillis: 4_000,
  settlementHintMillis: 1_000,
  settlementHintsMax: 10_000,
  settlementHintsUnderWayMax: 64,

  // Webhooks
  /** For each merchant and mode, however many a plan allows. */
  webhookEndpointsMax: 20,
  webhookUrlCharsMax: 2_048,
  webhookDescriptionCharsMax: 200,
  /** Of the text from which a key is made, where the merchant chooses it. */
  webhookSecretCharsMax: 256,

  // Database, queues, notifications
  databasePoolMax: 10,
  hotPoolMax: 4,
  coldPoolMax: 3,
  groupedWritesMax: 64,
  groupedWritesWaitingMax: 1_024,
  databaseConnectMillis: 5_000,
  databaseStatementMillis: 10_000,
  /** How long a transaction of ours may stand still between two statements before the server ends it, and its locks. */
  databaseIdleTransactionMillis: 2_000,
  /** A little longer, so that those who wait outlast it. */
  databaseLockMillis: 3_000,
  queueProducerMillis: 500,
  notificationBytesMax: 7_000,
});

/** The type of `limits`. */
export type Limits = typeof limits;
