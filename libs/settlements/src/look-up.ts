import type { ChallengeWatches, DueWatch, SettleChallenge } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import type { Clock } from '@turnpike/config';
import { parsePaymentHash } from '@turnpike/l402';
import type { PaymentHash } from '@turnpike/l402';
import type { Logger } from '@turnpike/observability';
import { CredentialInvalid, Deadline, WalletError } from '@turnpike/wallets';
import type { InvoiceReference, InvoiceState, Wallets } from '@turnpike/wallets';
import { forEachBounded } from './for-each-bounded.js';
import { concludeLook, concludeSilence } from './look-conclusion.js';
import type { LookConclusion } from './look-conclusion.js';
import type { LookUpLane } from './look-up-lane.js';
import type { LookUpHabits } from './look-up-schedule.js';
import { settlementBounds } from './settlement-bounds.js';

/** The parts of other libs that a look-up needs. */
export interface LookUpParts {
  readonly watches: Pick<ChallengeWatches, 'takeDue' | 'reschedule' | 'end'>;
  readonly settle: Pick<SettleChallenge, 'run'>;
  readonly wallets: Pick<Wallets, 'lookUp'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Polling from the first second on: what holds while no kind of wallet says otherwise. */
const HABITS: LookUpHabits = { pushAlive: false, firstStepSeconds: 1, lateLooks: false };

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
      if (spared === null) await this.ask(lane, lane.take(clock.now()));
      else await this.putOff(lane.takeAll(), spared);
    } catch (error) {
      // Nothing is lost: what was taken falls due again by itself.
      logger.error({ err: error, connection: lane.name }, 'look-ups could not be written down');
    }
  }

  private async ask(lane: LookUpLane, watches: readonly DueWatch[]): Promise<void> {
    const { clock, logger, wallets } = this.parts;
    const [first] = watches;
    if (first === undefined) return;
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
      return this.putOff([...watches, ...lane.takeAll()], notBefore);
    }
    lane.answered();
    const now = clock.now();
    await this.write(watches, 'answered', (watch) => {
      const hash = parsePaymentHash(watch.paymentHash);
      const state = hash === null ? undefined : states.get(hash);
      return concludeLook(watch, state ?? UNREADABLE, now, HABITS);
    });
  }

  private putOff(watches: readonly DueWatch[], notBefore: Date): Promise<void> {
    const now = this.parts.clock.now();
    return this.write(watches, 'silent', (watch) => concludeSilence(watch, notBefore, now, HABITS));
  }

  private write(
    watches: readonly DueWatch[],
    wallet: 'answered' | 'silent',
    conclude: (watch: DueWatch) => LookConclusion,
  ): Promise<void> {
    return forEachBounded(watches, settlementBounds.writesMax, async (watch) => {
      const { settle, watches: book, clock } = this.parts;
      const { word, nextAt } = watch.settlement === 'settled' ? SETTLED : conclude(watch);
      const now = clock.now();
      // The first word is written even if it is the one assumed: it makes the difference to no word at all. Silence is none.
      const isFirst = wallet === 'answered' && !watch.hasWord;
      if (word !== watch.settlement || isFirst) await settle.run(watch, word, now);
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
