import { limits } from '@turnpike/config';

/** The bounds of this part, with their units. */
export const settlementBounds = Object.freeze({
  /** Wallets asked at the same time by this process. */
  walletsAskedMax: 8,
  /** Invoices asked about in one go; a wallet that failed is asked about one, then about twice as many each time. */
  invoicesAskedMax: 64,
  /** Challenges of one connection that wait for their turn in this process; more are put off. */
  waitingPerConnectionMax: 1_000,
  /** How long a challenge is put off for which its wallet has no time. */
  refusedMillis: 60_000,
  /** How long a challenge is put off that its wallet was not asked about in its turn. */
  unaskedMillis: 1_000,
  /** How often one round takes a full batch before it leaves the rest to the next. */
  takesPerRoundMax: 10,
  /** Writes of one answer that are under way at a time. */
  writesMax: 4,
  /** How long after the round that took it a challenge may still be looked at: then another process may take it. */
  takenMillis: limits.watchTakenSeconds * 1000 - 1_000,
  /** Hints that one statement makes due. */
  hintsPerStatementMax: 500,
  /** How long closing waits for look-ups that are under way. */
  closeMillis: 8_000,
});
