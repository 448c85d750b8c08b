/** The bounds of this part, with their units. */
export const webhookBounds = Object.freeze({
  /** How long a receiver may take, from the look-up of its name to the end of its answer. */
  sendMillis: 15_000,
  /** What is read of an answer, so that the connection can be used again; the rest is dropped. */
  answerBytesMax: 16_384,
  /** Above what a delivery takes, its sending and its record, so that no other process sends it meanwhile. */
  takenSeconds: 30,
  /** Deliveries under way at a time: to one endpoint and for one merchant, over all processes; and from this process. */
  perEndpointMax: 4,
  perMerchantMax: 8,
  perProcessMax: 128,
  /** Of these, to endpoints that failed last time. */
  troubledMax: 48,
  /** Clients of endpoints that are kept for the next delivery while nothing is under way. */
  idleClientsMax: 64,
  /** Waits before the second attempt, the third and so on; after the last of them an event is given up. */
  retrySeconds: Object.freeze([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]),
  /** By what part of itself a wait may be shorter or longer, so that not everything comes again at once. */
  retryJitter: 0.2,
  /** The longest wait that a receiver may ask for. */
  retryAfterSecondsMax: 86_400,
  /** How long an endpoint may go without success before it is disabled: five days. */
  failingSeconds: 432_000,
  /** How long the old secret signs beside the new one. */
  oldSecretSeconds: 86_400,
  /** Events that are handed out in one transaction, and transactions of one round. */
  fanOutBatchMax: 500,
  fanOutBatchesMax: 20,
  /** Deliveries of endpoints that are gone or disabled, which are ended at a time. */
  endedBatchMax: 1_000,
  /** Sealed secrets read at a time. */
  resealBatchMax: 100,
  /** How long closing waits for what is under way. */
  closeMillis: 8_000,
});
