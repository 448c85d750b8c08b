/** The bounds of Nostr Wallet Connect, with their units. */
export const nwcBounds = Object.freeze({
  connectionCharsMax: 2_048,
  relaysMax: 5,
  relayCharsMax: 256,

  /** The longest message of a relay that is read, and the longest that does not end the socket that others share. */
  messageCharsMax: 65_536,
  frameBytesMax: 262_144,
  /** How much may wait to be written to a relay. */
  unsentBytesMax: 1_048_576,
  /** Subscriptions at one relay, and how many of these streams may have: the rest is left to calls, which end soon. */
  subscriptionsMax: 256,
  streamsMax: 128,
  /** For how long, and of how many, it is known that they ended: what was sent before may still come. */
  endedSubscriptionMillis: 10_000,
  endedSubscriptionsMax: 4_096,
  publishesMax: 256,
  /** How long the relay's word on a publish is waited for, where the answer of the wallet does not come first. */
  publishMillis: 10_000,
  relaysOpenMax: 1_000,
  /** How long a socket that nobody uses is kept. */
  idleMillis: 60_000,
  pingMillis: 30_000,
  /** Between two attempts to reach a relay: the least, the most, and how long a socket stands before it counts as good. */
  reconnectMillisMin: 1_000,
  reconnectMillisMax: 60_000,
  standsMillis: 30_000,
  /** Messages that nobody asked for, in so many milliseconds, after which a relay counts as flooding us. */
  strayMessagesMax: 256,
  strayMillis: 10_000,

  /** How long a relay may take to say that a subscription stands before we go on without. */
  storedMillis: 1_500,
  /** How long a stream waits for that. */
  streamStoredMillis: 10_000,
  infoMillis: 5_000,
  infoKeptMillis: 600_000,
  infoMissingKeptMillis: 60_000,
  /** How long a request may be answered, beyond its deadline by clocks that differ. */
  requestSeconds: 30,

  creationsKeptMax: 1_000,
  creationKeptMillis: 600_000,
  /** Between two searches of the wallet's list for an invoice whose answer was lost, and how many there are. */
  searchMillis: 700,
  searchesMax: 3,

  transactionsPerPage: 20,
  pagesMax: 10,
  listPagesMax: 50,
  batchSizeMax: 100,
  /**
   * Invoices that are asked about one by one because a list that is of use left them out, and how many of these at a
   * time.
   */
  singlesMax: 8,
  singlesAtOnce: 4,
  /** What has to be left of a look-up's time to begin with more of these. */
  lookUpMillis: 1_500,

  /** How far before its cursor a stream asks again, since clocks differ. */
  catchUpSeconds: 120,
  catchUpPagesMax: 5,
  catchUpMillis: 10_000,
  notificationsWaitingMax: 256,
});
