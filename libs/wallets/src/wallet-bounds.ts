/** The bounds of calls to wallets, with their units. Deadlines stand with the limits of the contract. */
export const walletBounds = Object.freeze({
  /** Calls to one wallet that are under way, and that wait for one of these to end. */
  callsInFlightMax: 8,
  callsWaitingMax: 64,
  /** The longest answer that is read, of wallets and of those who need less. */
  answerBytesMax: 1_048_576,
  smallAnswerBytesMax: 65_536,
  /** When to come back if the wallet does not say. */
  unavailableSeconds: 5,
  rateLimitedSeconds: 60,
});
