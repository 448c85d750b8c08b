import type { PaymentHash } from '@turnpike/l402';
import { ProtocolViolation, Rejected, type RejectedMember, type WalletError } from '../wallet-errors.js';
import type { WalletAnswer, WalletHttp } from '../wallet-http.js';
import type { BudgetLane } from '../call-budget.js';
import type { CallLimits } from '../wallet-provider.js';
import {
  PAGE_MAX,
  readInvoiceMade,
  readNode,
  readPayment,
  readPayments,
  type PhoenixdInvoice,
  type PhoenixdNode,
  type PhoenixdPayment,
} from './phoenixd.types.js';

/** What phoenixd's 400 complains about, by its text. It names parameters and never repeats what they said. */
const COMPLAINTS: readonly (readonly [RegExp, RejectedMember])[] = [
  [/description/i, 'description'],
  [/amountSat/i, 'amount'],
  [/expirySeconds/i, 'expiry'],
];

/** What a page of payments is asked by. */
export interface PhoenixdListing {
  readonly externalId?: string;
  readonly from?: Date;
  readonly to?: Date;
  /** Also those that were not paid; times are then those of creation. */
  readonly all?: boolean;
  readonly offset?: number;
}

type Call = Pick<CallLimits, 'signal'>;

/** Speaks with one phoenixd: its calls, and what its refusals mean. */
export class PhoenixdClient {
  constructor(private readonly http: WalletHttp) {}

  /** Makes an invoice; every call makes another one. */
  async createInvoice(form: Readonly<Record<string, string>>, call: Call): Promise<PhoenixdInvoice> {
    const answer = await this.http.call(
      { lane: 'create', method: 'POST', path: '/createinvoice', form },
      call,
    );
    return readInvoiceMade(demandSuccess(answer).json());
  }

  /** One payment; null if phoenixd does not have it. */
  async findPayment(paymentHash: PaymentHash, call: Call): Promise<PhoenixdPayment | null> {
    const path = `/payments/incoming/${paymentHash}`;
    const answer = await this.http.call({ lane: 'look-up', method: 'GET', path }, call);
    if (answer.status === 404 || answer.status === 204) return null;
    const payment = readPayment(demandSuccess(answer).json());
    if (payment.paymentHash !== paymentHash) throw new ProtocolViolation('the payment is another one');
    return payment;
  }

  /** A page of payments, the newest first; null stands for one that cannot be read. */
  async listPayments(
    { externalId, from, to, all = false, offset = 0 }: PhoenixdListing,
    lane: BudgetLane,
    call: Call,
  ): Promise<readonly (PhoenixdPayment | null)[]> {
    const query = new URLSearchParams({ all: String(all), limit: String(PAGE_MAX), offset: String(offset) });
    if (externalId !== undefined) query.set('externalId', externalId);
    if (from !== undefined) query.set('from', String(Math.max(0, from.getTime())));
    if (to !== undefined) query.set('to', String(to.getTime()));
    const path = `/payments/incoming?${query.toString()}`;
    const answer = await this.http.call({ lane, method: 'GET', path }, call);
    return readPayments(demandSuccess(answer).json());
  }

  /** What the node says of itself. */
  async node(call: Call): Promise<PhoenixdNode> {
    const answer = await this.http.call({ lane: 'other', method: 'GET', path: '/getinfo' }, call);
    return readNode(demandSuccess(answer).json());
  }

  /**
   * Whether the password is the one that may spend. Asked of `lnurlauth` without what it needs: the limited password is
   * refused before the parameters are read, the other one after. Nothing could be paid by it even if it were read.
   */
  async mayDoAll(call: Call): Promise<boolean> {
    const answer = await this.http.call(
      { lane: 'other', method: 'POST', path: '/lnurlauth', form: {} },
      call,
    );
    if (answer.status === 401 || answer.status === 403) return false;
    const failure = answer.failure();
    if (failure !== null) throw failure;
    // Versions before the limited password know one password only, and it may do all.
    return true;
  }
}

function demandSuccess(answer: WalletAnswer): WalletAnswer {
  if (answer.isSuccess) return answer;
  throw answer.failure() ?? complaintOf(answer);
}

function complaintOf(answer: WalletAnswer): WalletError {
  if (answer.status !== 400) return new ProtocolViolation(`status ${answer.status}`);
  const [, member] = COMPLAINTS.find(([text]) => text.test(answer.text.slice(0, 1_000))) ?? [];
  return new Rejected(member ?? 'request');
}
