import type { ChallengeWatches, DueWatch, RescheduledWatch, SettleChallenge } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import type { Clock } from '@turnpike/config';
import { isDatabaseUnavailable, isSerializationFailure } from '@turnpike/database';
import { parsePaymentHash } from '@turnpike/l402';
import type { PaymentHash } from '@turnpike/l402';
import type { Logger } from '@turnpike/observability';
import { CredentialInvalid, Deadline, forEachBounded, isOurOwn, WalletError } from '@turnpike/wallets';
import type { AlertMatter, InvoiceReference, InvoiceState, WalletAlerts, Wallets } from '@turnpike/wallets';
import { concludeLook, concludeSilence, concludeUnwritten, concludeWait } from './look-conclusion.js';
import type { LookConclusion } from './look-conclusion.js';
import type { LookUpLane } from './look-up-lane.js';
import type { LookUpHabits } from './look-up-schedule.js';
import { settlementBounds } from './settlement-bounds.js';

/** The parts of other libs that a look-up needs. */
export interface LookUpParts {
  readonly watches: Pick<ChallengeWatches, 'takeDue' | 'takeHinted' | 'nextDueAt' | 'reschedule' | 'end'>;
  readonly settle: Pick<SettleChallenge, 'run'>;
  readonly wallets: Pick<Wallets, 'lookUp' | 'habitsOf'>;
  readonly alerts: Pick<WalletAlerts, 'raise'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What was settled before its watch could be ended. */
const SETTLED: LookConclusion = { word: 'settled', nextAt: null };
const UNREADABLE: InvoiceState = { is: 'unknown', because: 'unreadable' };

/** Asks one wallet about some challenges and writes down what follows from its word, or from its silence. */
export class LookUp {
  constructor(private readonly parts: LookUpParts) {}

  /** Looks at the next challenges of a lane, or puts all of them off while its wallet is not to be asked. Never rejects. */
  async run(lane: LookUpLane): Promise<void> {
    const { clock, logger } = this.parts;
    try {
      const now = clock.now();
      const spared = lane.breaker.openUntil(now);
      const resumesAt = lane.timetable.resumesAt(now);
      if (spared === null && resumesAt !== null) {
        await this.stretch(lane, lane.takeAll());
        return;
      }
      const { watches, late } = spared === null ? lane.take(now) : { watches: lane.takeAll(), late: [] };
      if (late.length > 0) await this.stretch(lane, late);
      const [first] = watches;
      if (first === undefined) return;
      const habits = await this.parts.wallets.habitsOf(first);
      if (spared === null) await this.ask(lane, first, watches, habits);
      else await this.putOff(watches, spared, habits);
    } catch (error) {
      // Nothing is lost: what was taken falls due again by itself.
      logger.error({ err: error, connection: lane.name }, 'look-ups could not be written down');
    }
  }

  private async ask(
    lane: LookUpLane,
    first: DueWatch,
    watches: readonly DueWatch[],
    habits: LookUpHabits,
  ): Promise<void> {
    const { clock, logger, wallets } = this.parts;
    let states: ReadonlyMap<PaymentHash, InvoiceState>;
    try {
      const { merchantId, mode, connectionId } = first;
      const deadline = Deadline.in(limits.walletLookUpMillis);
      states = await wallets.lookUp(
        { merchantId, mode, connectionId },
        watches.flatMap(referenceTo),
        deadline,
      );
    } catch (error) {
      if (!(error instanceof WalletError)) throw error;
      if (isOurOwn(error)) return this.waitForBudget(lane, watches, error.retryAfterSeconds);
      lane.failed();
      const notBefore = lane.breaker.failed(error, clock.now());
      const level = error instanceof CredentialInvalid ? 'error' : 'warn';
      logger[level]({ err: error, connection: lane.name, notBefore }, 'the wallet gave no answer');
      // One that cannot be asked about, alone, goes to the end: it must not be what is tried first for ever.
      const alone = watches.length === 1 ? first : null;
      return this.putOff([...watches, ...lane.takeAll()], notBefore, habits, alone);
    }
    lane.answered();
    lane.timetable.noteAnswers(states.size);
    const now = clock.now();
    const isAnswered = ({ paymentHash, settlement }: DueWatch): boolean => {
      const hash = parsePaymentHash(paymentHash);
      return hash === null || states.has(hash) || settlement === 'settled';
    };
    const answered = watches.filter(isAnswered);
    await this.write(answered, 'answered', (watch) => {
      const hash = parsePaymentHash(watch.paymentHash);
      const state = (hash === null ? undefined : states.get(hash)) ?? UNREADABLE;
      return concludeLook(watch, this.believed(watch, state), now, habits);
    });
    // What the wallet had no time for, or our budget no calls, is next.
    if (answered.length > 0) lane.putBack(watches.filter((watch) => !isAnswered(watch)));
  }

  /** The budget says nothing about the wallet; who waited longest is next when there is a call again. */
  private waitForBudget(lane: LookUpLane, watches: readonly DueWatch[], seconds: number): Promise<void> {
    lane.timetable.noteEmptyBudget(seconds, this.parts.clock.now());
    return this.stretch(lane, [...watches, ...lane.takeAll()]);
  }

  /** Puts off what waits, in order, to when there is room. */
  private stretch(lane: LookUpLane, watches: readonly DueWatch[]): Promise<void> {
    const now = this.parts.clock.now();
    const places = lane.timetable.place(watches, now);
    const times = new Map(watches.map((watch, at) => [watch, places[at] ?? now]));
    return this.write(watches, 'silent', (watch) => concludeWait(watch, times.get(watch) ?? now, now));
  }

  /** Less than was asked for is no payment yet. */
  private believed(watch: DueWatch, state: InvoiceState): InvoiceState {
    if (!isUnderpaid(watch, state)) return state;
    this.raise(watch, 'underpaid');
    return { is: 'pending' };
  }

  private raise({ merchantId, connectionId }: DueWatch, matter: AlertMatter): void {
    if (connectionId !== null) this.parts.alerts.raise(merchantId, connectionId, matter);
  }

  private putOff(
    watches: readonly DueWatch[],
    notBefore: Date,
    habits: LookUpHabits,
    last: DueWatch | null = null,
  ): Promise<void> {
    const now = this.parts.clock.now();
    return this.write(watches, 'silent', (watch) => concludeSilence(watch, notBefore, now, habits), last);
  }

  private async write(
    watches: readonly DueWatch[],
    wallet: 'answered' | 'silent',
    conclude: (watch: DueWatch) => LookConclusion,
    last: DueWatch | null = null,
  ): Promise<void> {
    const { watches: book, clock } = this.parts;
    const given: RescheduledWatch[] = [];
    const writeOne = async (watch: DueWatch): Promise<void> => {
      const { key, takenUntil } = watch;
      const concluded = watch.settlement === 'settled' ? SETTLED : conclude(watch);
      const now = clock.now();
      // The first word is written even if it is the one assumed: it makes the difference to no word at all. Silence is none.
      const isFirst = wallet === 'answered' && !watch.hasWord;
      const nextAt = await this.record(watch, concluded, isFirst, now);
      // Whoever was let in has the right preimage: then either the wallet is wrong, or somebody who knows preimages is not honest.
      if (concluded.word === 'expired' && watch.isPaid) this.raise(watch, 'settlement_conflict');
      const waitingSince = wallet === 'answered' || watch === last ? null : watch.waitingSince;
      if (nextAt === null) await book.end(key, takenUntil, now);
      else given.push({ key, at: nextAt, waitingSince, takenUntil });
    };
    // What could not be written down falls due by itself; the others are given back whatever became of it.
    await forEachBounded(watches, settlementBounds.writesMax, writeOne).finally(() => book.reschedule(given));
  }

  /** Puts a word on record that is not there yet. Returns when to look again; null if no more. */
  private async record(
    watch: DueWatch,
    concluded: LookConclusion,
    isFirst: boolean,
    now: Date,
  ): Promise<Date | null> {
    const isNew = isFirst || concluded.word !== watch.settlement;
    if (!isNew || (await this.isWritten(watch, concluded, now))) return concluded.nextAt;
    const unwritten = concludeUnwritten(watch, now);
    if (unwritten.word !== watch.settlement) await this.isWritten(watch, unwritten, now);
    return unwritten.nextAt;
  }

  /** Writes a word down; false if this challenge's cannot be. Rejects if the database can write nobody's now. */
  private async isWritten(watch: DueWatch, conclusion: LookConclusion, now: Date): Promise<boolean> {
    const { settle, logger } = this.parts;
    const { word, receipt } = conclusion;
    try {
      await settle.run(watch, word, now, receipt ?? null);
      return true;
    } catch (error) {
      if (isDatabaseUnavailable(error) || isSerializationFailure(error)) throw error;
      const { key: challenge, connectionId: connection } = watch;
      logger.error({ err: error, challenge, connection, word }, 'a word cannot be put on record');
      return false;
    }
  }
}

/** Some wallets say so themselves, others only what arrived. */
function isUnderpaid({ priceSats }: DueWatch, state: InvoiceState): boolean {
  if (state.is === 'pending') return state.isUnderpaid === true;
  if (state.is !== 'settled' || state.receivedMsat === undefined) return false;
  return state.receivedMsat < BigInt(priceSats) * 1000n;
}

function referenceTo(watch: DueWatch): InvoiceReference[] {
  const paymentHash = parsePaymentHash(watch.paymentHash);
  if (paymentHash === null || watch.settlement === 'settled') return [];
  const { providerRef, paymentRequest, createdAt, invoiceExpiresAt: expiresAt } = watch;
  return [{ paymentHash, providerRef, paymentRequest, createdAt, expiresAt }];
}
