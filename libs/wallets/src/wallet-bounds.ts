/** The bounds of calls to wallets, with their units. Deadlines stand with the limits of the contract. */
export const walletBounds = Object.freeze({
  /** Calls to one wallet that are under way, and that wait for one of these to end. */
  callsInFlightMax: 8,
  callsWaitingMax: 64,
  /** The longest answer that is read, of wallets and of those who need less. */
  answerBytesMax: 1_048_576,
  smallAnswerBytesMax: 65_536,
  /** Connections that are kept open; the one not used for longest goes first, and closes so long after. */
  openConnectionsMax: 4_000,
  closeAfterMillis: 20_000,
  /** How long a word about a wallet's health is not written again, and after how many bad seconds its merchant is told. */
  healthNoteMillis: 30_000,
  alertAfterSeconds: 120,
  /** After how many silent seconds a wallet with a role is asked something, after how many a bad one, and how many in one go. */
  unseenSeconds: 300,
  doubtSeconds: 45,
  healthChecksMax: 100,
  healthChecksAtATime: 16,
  /** How long an alert is not written again, and how many a merchant is shown. */
  alertMillis: 60_000,
  alertsShownMax: 100,
  /** How long a connection's habits are taken to be as they were read. */
  habitsMillis: 2_000,
  /** Connections of one merchant. */
  connectionsPerMerchantMax: 50,
  /** More than all bitcoin there can ever be, in msat, nobody has received; and PostgreSQL could not hold much more. */
  receivedMsatMax: 2_100_000_000_000_000_000n,
  /** When to come back if the wallet does not say. */
  unavailableSeconds: 5,
  rateLimitedSeconds: 60,
});
