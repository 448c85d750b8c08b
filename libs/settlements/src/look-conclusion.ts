import type { DueWatch, Settlement, SettlementReceipt } from '@turnpike/challenges';
import type { InvoiceState } from '@turnpike/wallets';
import { graceEnd, nextLookUpAt, patienceEnd } from './look-up-schedule.js';
import type { LookUpHabits } from './look-up-schedule.js';
import { settlementBounds } from './settlement-bounds.js';

const PLAIN_HABITS: LookUpHabits = { pushAlive: false, firstStepSeconds: 1, lateLooks: false };

/** What a conclusion needs to know of the challenge that was looked at. */
export type LookedAt = Pick<DueWatch, 'createdAt' | 'invoiceExpiresAt' | 'settlement'>;

/** What follows from a look. */
export interface LookConclusion {
  /** The word to put on record. */
  readonly word: Settlement;
  /** When to look again; null ends the watch. */
  readonly nextAt: Date | null;
  /** What arrived, with `settled`. */
  readonly receipt?: SettlementReceipt;
}

/**
 * What follows from the wallet's word. Only its own `settled` settles; what it does not know stays unknown. That an
 * invoice expired is not believed before the grace is over, unless the wallet ended it ahead of its time: a payment may
 * still be under way.
 */
export function concludeLook(
  watch: LookedAt,
  state: InvoiceState,
  now: Date,
  habits: LookUpHabits,
): LookConclusion {
  if (state.is === 'settled') {
    return { word: 'settled', nextAt: null, receipt: receiptOf(watch, state, now) };
  }
  // What nobody knows is worth a late look whatever the wallet.
  const lateLooks = habits.lateLooks || state.is === 'unknown';
  const nextAt = nextLookUpAt(watch, now, state.is === 'pending', { ...habits, lateLooks });
  const word = now < graceEnd(watch) ? wordInTime(watch, state, now) : wordAfterGrace(state, nextAt);
  return { word, nextAt };
}

/**
 * What follows if the wallet gave no answer: nothing about the invoice. It is looked at again at the given time or, if
 * that is later, when its schedule says; after the grace it counts as unknown, and after a day nobody asks again.
 */
export function concludeSilence(
  watch: LookedAt,
  notBefore: Date,
  now: Date,
  habits: LookUpHabits,
): LookConclusion {
  const isOver = now >= graceEnd(watch);
  const word = isOver && watch.settlement === 'open' ? 'unknown' : watch.settlement;
  if (now >= patienceEnd(watch)) return { word, nextAt: null };
  const scheduled = isOver ? notBefore : (nextLookUpAt(watch, now, false, habits) ?? notBefore);
  return { word, nextAt: scheduled > notBefore ? scheduled : notBefore };
}

/**
 * What follows if the wallet was not asked because there is no room before the given time: nothing about the invoice, which
 * is asked about then. Who still waits when the day is over in which anybody asks is given up as unknown.
 */
export function concludeWait(watch: LookedAt, at: Date, now: Date): LookConclusion {
  const { settlement } = watch;
  const last = patienceEnd(watch);
  if (now >= last) return { word: settlement === 'open' ? 'unknown' : settlement, nextAt: null };
  return { word: settlement, nextAt: at < last ? at : last };
}

/**
 * What follows if the word cannot be put on record, for a reason that only this challenge has: as much as from silence. It is
 * looked at again, later every time, and after a day no more.
 */
export function concludeUnwritten(watch: LookedAt, now: Date): LookConclusion {
  const { unwrittenMillisMin, unwrittenMillisMax } = settlementBounds;
  const ageMillis = now.getTime() - watch.createdAt.getTime();
  const waitMillis = Math.min(Math.max(ageMillis, unwrittenMillisMin), unwrittenMillisMax);
  return concludeSilence(watch, new Date(now.getTime() + waitMillis), now, PLAIN_HABITS);
}

/** A time before the invoice was made, or yet to come, is a wallet's clock that is wrong. */
function receiptOf(
  { createdAt }: LookedAt,
  { receivedMsat, via, settledAt }: Extract<InvoiceState, { is: 'settled' }>,
  now: Date,
): SettlementReceipt {
  const isPlausible = settledAt !== undefined && settledAt >= createdAt && settledAt <= now;
  return {
    via,
    ...(receivedMsat === undefined ? {} : { receivedMsat }),
    ...(isPlausible ? { settledAt } : {}),
  };
}

function wordInTime(watch: LookedAt, { is }: InvoiceState, now: Date): Settlement {
  if (is === 'unknown') return 'unknown';
  if (is === 'open' || is === 'pending') return 'open';
  return now < watch.invoiceExpiresAt || watch.settlement === 'expired' ? 'expired' : 'open';
}

function wordAfterGrace({ is }: InvoiceState, nextAt: Date | null): Settlement {
  if (is === 'unknown') return 'unknown';
  if (is !== 'pending') return 'expired';
  // Money that hung for a day: nobody can say that it was paid, nor that it was not.
  return nextAt === null ? 'unknown' : 'open';
}
