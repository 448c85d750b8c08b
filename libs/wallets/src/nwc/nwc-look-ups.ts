import type { Clock } from '@turnpike/config';
import type { PaymentHash } from '@turnpike/l402';
import { AskedInPart, lookUpEach } from '../look-up-each.js';
import { isOurOwn, ProtocolViolation, Rejected } from '../wallet-errors.js';
import type { CallLimits, InvoiceReference, InvoiceState } from '../wallet-provider.js';
import { nwcBounds } from './nwc-bounds.js';
import { listPages } from './nwc-list.js';
import { resultOf, type NwcClient } from './nwc.client.js';
import { readTransaction, stateIn } from './nwc.types.js';

/**
 * Looks up invoices: several by the wallet's list, where it has one that holds unpaid invoices too, for no more calls
 * than they would cost one by one; a single one, and what the list left out, by a call of its own.
 */
export class NwcLookUps {
  /** False once the list was found to leave out what is unpaid, or to be closed to us. */
  private isListOfUse = true;

  constructor(
    private readonly client: NwcClient,
    private readonly clock: Clock,
  ) {}

  /** Invoices that one round may ask about: one, where each costs a call. */
  get batchSizeMax(): number {
    return this.mayList() ? nwcBounds.batchSizeMax : 1;
  }

  /** The wallet's word on each invoice. Throws a `WalletError`; `AskedInPart` if not each could be asked about. */
  async states(
    refs: readonly InvoiceReference[],
    { signal, deadline }: CallLimits,
  ): Promise<Map<PaymentHash, InvoiceState>> {
    const states = new Map<PaymentHash, InvoiceState>();
    if (refs.length === 0) return states;
    await this.client.walletInfo(signal);
    const isWhole = refs.length > 1 && this.mayList() && (await this.list(refs, states, signal));
    const missing = refs.filter(({ paymentHash }) => !states.has(paymentHash));
    while (missing.length > 0) {
      const goesOn = await this.askOneByOne(missing.splice(0, nwcBounds.singlesMax), states, isWhole, signal);
      if (!goesOn || this.mayList() || deadline.remainingMillis < nwcBounds.lookUpMillis) break;
    }
    // Those that nobody was asked about, or whose call failed, are not unknown: they wait for the next round.
    if (refs.some(({ paymentHash }) => !states.has(paymentHash)))
      throw new AskedInPart(states, { retryAfterSeconds: 1 });
    return states;
  }

  private mayList(): boolean {
    return this.isListOfUse && this.client.lastInfo?.methods?.has('list_transactions') !== false;
  }

  /** Asks about each; false if that ended before all were asked about. */
  private async askOneByOne(
    refs: readonly InvoiceReference[],
    states: Map<PaymentHash, InvoiceState>,
    wereNotListed: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const keep = ({ paymentHash }: InvoiceReference, state: InvoiceState): InvoiceState => {
      if (wereNotListed && state.is === 'open') this.isListOfUse = false;
      states.set(paymentHash, state);
      return state;
    };
    try {
      const asked = await lookUpEach(refs, nwcBounds.singlesAtOnce, async (ref) =>
        keep(ref, await this.one(ref, signal)),
      );
      for (const [paymentHash, state] of asked) states.set(paymentHash, state);
      return true;
    } catch (error) {
      // What is known already is worth more than the error.
      if (states.size === 0) throw error;
      if (isOurOwn(error)) throw new AskedInPart(states, error);
      return false;
    }
  }

  private async one({ paymentHash }: InvoiceReference, signal: AbortSignal): Promise<InvoiceState> {
    const request = await this.client.prepare('lookup_invoice', { payment_hash: paymentHash }, signal);
    const answer = await this.client.ask(request, 'look-up', signal);
    if ('code' in answer && answer.code === 'NOT_FOUND') return { is: 'unknown', because: 'not-found' };
    const result = resultOf(answer);
    if (result.textOrNull('payment_hash') === null) return { is: 'unknown', because: 'partial-answer' };
    return stateIn(readTransaction(result), paymentHash, this.clock.now());
  }

  /** Takes from the wallet's list what it says of these; true if that was the whole of it. */
  private async list(
    refs: readonly InvoiceReference[],
    states: Map<PaymentHash, InvoiceState>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const wanted = new Set(refs.map(({ paymentHash }) => paymentHash));
    const oldest = Math.min(...refs.map(({ createdAt }) => createdAt.getTime()));
    // Without an end, since some wallets list by the last change and not by creation.
    const range = { from: Math.floor(oldest / 1000) - nwcBounds.catchUpSeconds, unpaid: true };
    const pagesMax = Math.min(nwcBounds.pagesMax, refs.length);
    try {
      for await (const page of listPages(this.client, range, pagesMax, 'look-up', signal)) {
        for (const transaction of page.transactions) {
          const { paymentHash, isIncoming } = transaction;
          if (!isIncoming || !wanted.has(paymentHash) || states.has(paymentHash)) continue;
          states.set(paymentHash, stateIn(transaction, paymentHash, this.clock.now()));
        }
        if (states.size === wanted.size || page.isLast) return page.isLast;
      }
    } catch (error) {
      // Whoever may not list, or whose list is too long to be read, can still look up.
      if (error instanceof ProtocolViolation || error instanceof Rejected) this.isListOfUse = false;
      else if (states.size === 0) throw error;
    }
    return false;
  }
}
