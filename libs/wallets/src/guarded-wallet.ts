import { limits, type Clock } from '@turnpike/config';
import { cutToBytes, hashPreimage, type Network, type PaymentHash } from '@turnpike/l402';
import { acceptInvoice, type AcceptedPaymentRequest } from './accept-invoice.js';
import { callWithin } from './call-within.js';
import type { Deadline } from './deadline.js';
import { AskedInPart } from './look-up-each.js';
import { walletBounds } from './wallet-bounds.js';
import { ProtocolViolation, Rejected, toWalletError, UnknownOutcome } from './wallet-errors.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  WalletProvider,
  WalletTraits,
} from './wallet-provider.js';

/** With less left, a call that ended with the deadline, by a timer that is not exact, would be begun once more and be over. */
const REPEAT_MILLIS_MIN = 25;

/** An invoice that passed every check, with the wallet's own name for it. */
export interface GuardedInvoice extends AcceptedPaymentRequest {
  readonly providerRef: string;
  /** False if the wallet will never be able to say whether it was paid. */
  readonly canBeFollowed: boolean;
}

/** What a wallet is called for. */
export type WalletCall = 'create' | 'look-up' | 'check';

/** Is told how each call ended: `ok`, or the name of the error. */
export type WalletReport = (call: WalletCall, outcome: string, seconds: number) => void;

/**
 * The only way to a wallet: every call ends in time, every failure is a `WalletError`, no invoice comes out unjudged, and
 * a look-up answers for each invoice that was asked about and for no other.
 */
export class GuardedWallet {
  constructor(
    private readonly provider: WalletProvider,
    private readonly networks: readonly Network[],
    private readonly clock: Clock,
    private readonly report: WalletReport = () => undefined,
  ) {}

  /** What is always so with the wallet behind. */
  get traits(): WalletTraits {
    return this.provider.traits;
  }

  /**
   * Makes an invoice; the description is cut to what the wallet has room for. When a wallet that makes one invoice per
   * challenge does not answer, it is asked once more if there is time.
   */
  async createInvoice(request: InvoiceRequest, deadline: Deadline): Promise<GuardedInvoice> {
    const { traits } = this.provider;
    const description = cutToBytes(request.description, traits.descriptionBytesMax);
    const created = await this.create({ ...request, description }, deadline);
    const { amountMsat, preimage } = request;
    const expected = { networks: this.networks, amountMsat, payee: traits.fixedPayee };
    const accepted = acceptInvoice(
      created,
      preimage === undefined ? expected : { ...expected, preimage },
      this.clock.now(),
    );
    const { providerRef, canBeFollowed = true } = created;
    return { ...accepted, providerRef, canBeFollowed };
  }

  /**
   * The wallet's word on each invoice that it was asked about. What an answer leaves out, or says unreadably, is
   * `unknown`; no answer throws, unless others came before: then those are returned, and what was not asked about is not
   * in the map. A preimage that does not hash right is dropped; an amount that cannot be makes the word unreadable.
   */
  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    deadline: Deadline,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const { batchSizeMax } = this.provider.traits;
    const states = new Map<PaymentHash, InvoiceState>();
    for (let at = 0; at < refs.length; at += batchSizeMax) {
      const batch = refs.slice(at, at + batchSizeMax);
      const answer = await this.lookUpBatch(batch, deadline).catch((error: unknown) => {
        const asked = error instanceof AskedInPart ? error.states : new Map<PaymentHash, InvoiceState>();
        for (const paymentHash of asked.keys()) states.set(paymentHash, readState(asked, paymentHash));
        if (states.size === 0) throw error;
        return 'silence' as const;
      });
      if (answer === 'silence') break;
      for (const { paymentHash } of batch) states.set(paymentHash, readState(answer, paymentHash));
    }
    return states;
  }

  /** The wallet itself, for powers that not every kind has. They are to be used within limits too. */
  get powers(): WalletProvider {
    return this.provider;
  }

  /** Ends what the wallet holds open. */
  async close(): Promise<void> {
    await this.provider.close?.();
  }

  /** Finds out whether the connection works and what its credential may do. */
  async checkConnection(deadline: Deadline): Promise<ConnectionReport> {
    return this.call('check', deadline, limits.walletCheckMillis, (call) =>
      this.provider.checkConnection(call),
    );
  }

  private async call<T>(
    name: WalletCall,
    deadline: Deadline,
    millisMax: number,
    work: (call: CallLimits) => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now();
    const finish = (outcome: string): void =>
      this.report(name, outcome, (performance.now() - startedAt) / 1000);
    try {
      const answer = await callWithin(deadline, millisMax, work);
      finish('ok');
      return answer;
    } catch (error) {
      finish(toWalletError(error).name);
      throw error;
    }
  }

  private async create(request: InvoiceRequest, deadline: Deadline): Promise<CreatedInvoice> {
    const once = (): Promise<CreatedInvoice> =>
      this.call('create', deadline, limits.walletCallMillis, (call) =>
        this.provider.createInvoice(request, call),
      );
    try {
      return await once();
    } catch (error) {
      const mayRepeat = error instanceof UnknownOutcome && this.provider.traits.idempotentCreation;
      if (!mayRepeat || deadline.remainingMillis < REPEAT_MILLIS_MIN) throw error;
      return once();
    }
  }

  private async lookUpBatch(
    batch: readonly InvoiceReference[],
    deadline: Deadline,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState> | null> {
    try {
      return await this.call('look-up', deadline, limits.walletLookUpMillis, (call) =>
        this.provider.lookUpInvoices(batch, call),
      );
    } catch (error) {
      if (error instanceof Rejected || error instanceof ProtocolViolation) return null;
      throw toWalletError(error);
    }
  }
}

const UNREADABLE: InvoiceState = Object.freeze({ is: 'unknown', because: 'unreadable' });

/** A null answer is one that could not be read. */
function readState(
  answer: ReadonlyMap<PaymentHash, InvoiceState> | null,
  paymentHash: PaymentHash,
): InvoiceState {
  if (answer === null) return UNREADABLE;
  const state = answer.get(paymentHash) ?? { is: 'unknown', because: 'partial-answer' };
  if (state.is !== 'settled') return state;
  // Kinds read as many digits as their wallets may send; nobody after this point could write such an amount down.
  const { receivedMsat = 0n } = state;
  if (receivedMsat < 0n || receivedMsat > walletBounds.receivedMsatMax) return UNREADABLE;
  if (state.preimage === undefined) return state;
  const { preimage, ...rest } = state;
  return hashPreimage(preimage) === paymentHash ? state : rest;
}
