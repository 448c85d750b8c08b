import type { ChallengeWatches, DueWatch, SettleChallenge } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import type { Clock } from '@turnpike/config';
import { parsePaymentHash } from '@turnpike/l402';
import type { PaymentHash } from '@turnpike/l402';
import type { Logger } from '@turnpike/observability';
import { CredentialInvalid, Deadline, WalletError } from '@turnpike/wallets';
import type { AlertMatter, InvoiceReference, InvoiceState, WalletAlerts, Wallets } from '@turnpike/wallets';
import { forEachBounded } from './for-each-bounded.js';
import { concludeLook, concludeSilence } from './look-conclusion.js';
import type { LookConclusion } from './look-conclusion.js';
import type { LookUpLane } from './look-up-lane.js';
import type { LookUpHabits } from './look-up-schedule.js';
import { settlementBounds } from './settlement-bounds.js';

/** The parts of other libs that a look-up needs. */
export interface LookUpParts {
  readonly watches: Pick<ChallengeWatches, 'takeDue' | 'nextDueAt' | 'reschedule' | 'end'>;
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
      const spared = lane.breaker.openUntil(clock.now());
      const watches = spared === null ? lane.take(clock.now()) : lane.takeAll();
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
      lane.failed();
      const notBefore = lane.breaker.failed(error, clock.now());
      const level = error instanceof CredentialInvalid ? 'error' : 'warn';
      logger[level]({ err: error, connection: lane.name, notBefore }, 'the wallet gave no answer');
      return this.putOff([...watches, ...lane.takeAll()], notBefore, habits);
    }
    lane.answered();
    const now = clock.now();
    const isAnswered = ({ paymentHash }: DueWatch): boolean => {
      const hash = parsePaymentHash(paymentHash);
      return hash === null || states.has(hash);
    };
    await this.write(watches.filter(isAnswered), 'answered', (watch) => {
      const hash = parsePaymentHash(watch.paymentHash);
      const state = (hash === null ? undefined : states.get(hash)) ?? UNREADABLE;
      return concludeLook(watch, this.believed(watch, state), now, habits);
    });
    // What the wallet had no time for, or our budget no calls, is next.
    const soon = new Date(now.getTime() + settlementBounds.unaskedMillis);
    await this.putOff(
      watches.filter((watch) => !isAnswered(watch)),
      soon,
      habits,
    );
  }

  /** Less than was asked for is no payment yet. */
  private believed(watch: DueWatch, state: InvoiceState): InvoiceState {
    if (state.is !== 'settled' || state.receivedMsat === undefined) return state;
    if (state.receivedMsat >= BigInt(watch.priceSats) * 1000n) return state;
    this.raise(watch, 'underpaid');
    return { is: 'pending' };
  }

  private raise({ merchantId, connectionId }: DueWatch, matter: AlertMatter): void {
    if (connectionId !== null) this.parts.alerts.raise(merchantId, connectionId, matter);
  }

  private putOff(watches: readonly DueWatch[], notBefore: Date, habits: LookUpHabits): Promise<void> {
    const now = this.parts.clock.now();
    return this.write(watches, 'silent', (watch) => concludeSilence(watch, notBefore, now, habits));
  }

  private write(
    watches: readonly DueWatch[],
    wallet: 'answered' | 'silent',
    conclude: (watch: DueWatch) => LookConclusion,
  ): Promise<void> {
    return forEachBounded(watches, settlementBounds.writesMax, async (watch) => {
      const { settle, watches: book, clock } = this.parts;
      const { word, nextAt, receipt = null } = watch.settlement === 'settled' ? SETTLED : conclude(watch);
      const now = clock.now();
      // The first word is written even if it is the one assumed: it makes the difference to no word at all. Silence is none.
      const isFirst = wallet === 'answered' && !watch.hasWord;
      if (word !== watch.settlement || isFirst) await settle.run(watch, word, now, receipt);
      // Whoever was let in has the right preimage: then either the wallet is wrong, or somebody who knows preimages is not honest.
      if (word === 'expired' && watch.isPaid) this.raise(watch, 'settlement_conflict');
      if (nextAt === null) await book.end(watch.key, now);
      else await book.reschedule(watch.key, nextAt);
    });
  }
}

function referenceTo(watch: DueWatch): InvoiceReference[] {
  const paymentHash = parsePaymentHash(watch.paymentHash);
  if (paymentHash === null || watch.settlement === 'settled') return [];
  const { providerRef, paymentRequest, createdAt, invoiceExpiresAt: expiresAt } = watch;
  return [{ paymentHash, providerRef, paymentRequest, createdAt, expiresAt }];
}
