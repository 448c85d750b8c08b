import { limits } from '@turnpike/config';

/** The bounds of this part, with their units. */
export const settlementBounds = Object.freeze({
  /** Wallets asked at the same time by this process, of these by one merchant, and that gave no answer last time. */
  walletsAskedMax: 64,
  walletsPerMerchantMax: 4,
  troubledWalletsMax: 16,
  /**
   * Invoices asked about in one go: two of the lists that providers give at a time. A wallet that failed is asked about one,
   * then about twice as many each time.
   */
  invoicesAskedMax: 100,
  /** Challenges of one connection that wait for their turn in this process, as many as a round takes; more are put off. */
  waitingPerConnectionMax: 2_000,
  /** What a wallet is taken to answer for in how long while nothing else is known, so that what is put off is spread. */
  portionMillis: 1_000,
  portionInvoices: 250,
  /** The same where a budget of calls is empty: invoices for each time that has to be waited; and the most of these. */
  budgetPortionInvoices: 50,
  portionInvoicesMax: 2_000,
  /** How long a challenge that waits is taken to be new. */
  newMillis: 10_000,
  /** How long ago the budget may have been empty before, for what was answered since to tell how much it allows. */
  budgetMemoryMillis: 300_000,
  /** How often one round takes a batch of what hints named, and then a full batch of what is due, before it leaves the rest. */
  hintedTakesPerRoundMax: 5,
  takesPerRoundMax: 10,
  /** Writes of one answer that are under way at a time. */
  writesMax: 4,
  /** What one look may take, its call and the writing after it: who is not taken for so long any more is not looked at. */
  lookMillis: limits.walletLookUpMillis + 5_000,
  /** How soon a word that could not be put on record is asked for again: as long again as its invoice is old, within these. */
  unwrittenMillisMin: 10_000,
  unwrittenMillisMax: 900_000,
  /** Hints that one statement makes due. */
  hintsPerStatementMax: 500,
  /** Streams that this process holds, and takes in one go. */
  streamsMax: 2_000,
  streamsTakenMax: 100,
  /** How long a stream is held without a sign of its holder, and how often one is given. */
  streamLeaseSeconds: 30,
  streamRenewMillis: 10_000,
  /** After so many renewals it is asked whether anything is open at all. */
  streamRenewalsPerCheck: 6,
  /** After so long without a word a stream is opened again. */
  streamSilenceMillis: 300_000,
  /** Parts of a stream that are stored in a second, and how many at once: a wallet that floods us waits. */
  streamPartsPerSecond: 20,
  streamPartsBurst: 200,
  /** How soon a stream that ended is opened again, at first and after many failures. */
  streamPauseMillisMin: 1_000,
  streamPauseMillisMax: 60_000,
  /** How many connections are known to have no stream, for how long; and how long one rests that has ended. */
  streamlessKnownMax: 100_000,
  streamlessMillis: 300_000,
  streamRestMillis: 10_000,
  /** Wallets of one merchant that are compared at a time, how much earlier their lists have to begin, how far their clocks are off. */
  comparisonsMax: 4,
  comparisonMarginMillis: 86_400_000,
  /** Settled challenges that one comparison bears, and how old a payment has to be before not knowing it is a difference. */
  comparedPaymentsMax: 50_000,
  comparisonRipeMillis: 600_000,
  comparisonClockMillis: 600_000,
  /** How long closing waits for look-ups that are under way. */
  closeMillis: 8_000,
});
