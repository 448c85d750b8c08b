import type { PaymentHash } from '@turnpike/l402';
import type { BudgetLane } from '../call-budget.js';
import { textWithin } from '../text-within.js';
import { walletBounds } from '../wallet-bounds.js';
import { CredentialInvalid, UnknownOutcome, type WalletError } from '../wallet-errors.js';
import { fromOutbound, type WalletAnswer, type WalletHttp } from '../wallet-http.js';
import type { CallLimits } from '../wallet-provider.js';
import { CLN_CODES, complaintIn, errorOf } from './cln-complaint.js';
import {
  PAGE_INVOICES_MAX,
  readCreated,
  readInvoiceEntry,
  readInvoiceList,
  type ClnCreated,
  type ClnInvoice,
} from './cln.types.js';

/** The parameters of a creation. */
export interface ClnInvoiceTerms {
  readonly amount_msat: number;
  readonly label: string;
  readonly description: string;
  readonly expiry: number;
  readonly preimage: string;
}

/** What an invoice is found by. */
export type ClnKey = { readonly label: string } | { readonly payment_hash: PaymentHash };

/** How much longer than it was told to wait the node may take to answer. */
const POLL_GRACE_MILLIS = 15_000;
/** What proxies say when nothing has come for a while. */
const IDLE_STATUSES: readonly number[] = [504, 524];

/** The calls of clnrest that are made. Whatever is no answer to the question is a `WalletError`. */
export class ClnClient {
  constructor(private readonly http: WalletHttp) {}

  /** Makes an invoice; null if one with this label or this preimage exists. */
  async createInvoice(terms: ClnInvoiceTerms, call: CallLimits): Promise<ClnCreated | null> {
    const answer = await this.post('create', 'invoice', terms, call);
    if (says(answer, CLN_CODES.labelExists) || says(answer, CLN_CODES.preimageExists)) return null;
    return readCreated(jsonIn(answer));
  }

  /** The invoices with that label or hash: one or none. */
  async findInvoices(key: ClnKey, lane: BudgetLane, call: CallLimits): Promise<readonly ClnInvoice[]> {
    return readInvoiceList(jsonIn(await this.post(lane, 'listinvoices', key, call)));
  }

  /** Invoices in the order of their last change, from that change on: so many at most. */
  async listChanged(start: bigint, call: CallLimits): Promise<readonly ClnInvoice[]> {
    const part = { index: 'updated', start: Number(start), limit: PAGE_INVOICES_MAX };
    return readInvoiceList(jsonIn(await this.post('other', 'listinvoices', part, call)));
  }

  /** Whether the rune is good for a method that only tells. */
  async mayCall(method: string, call: CallLimits): Promise<boolean> {
    const answer = await this.post('other', method, {}, call);
    if (answer.isSuccess) return true;
    const error = failureOf(answer);
    if (error instanceof CredentialInvalid) return false;
    throw error;
  }

  /** The first invoice that was paid after that index, null if there is none yet. */
  async nextPaid(after: bigint, call: Pick<CallLimits, 'signal'>): Promise<ClnInvoice | null> {
    const request = { lastpay_index: Number(after), timeout: 0 };
    const answer = await this.post('other', 'waitanyinvoice', request, call);
    return says(answer, CLN_CODES.waitTimedOut) ? null : readInvoiceEntry(jsonIn(answer));
  }

  /** The same, but waits so many seconds for one. It has a socket of its own. */
  async waitPaid(after: bigint, timeoutSeconds: number, signal: AbortSignal): Promise<ClnInvoice | null> {
    const late = AbortSignal.timeout(timeoutSeconds * 1000 + POLL_GRACE_MILLIS);
    const json = { lastpay_index: Number(after), timeout: timeoutSeconds };
    const request = { lane: 'other', method: 'POST', path: '/v1/waitanyinvoice', json } as const;
    try {
      const { status, chunks } = await this.http.stream(request, AbortSignal.any([signal, late]));
      const body = parsed(await textWithin(chunks, walletBounds.smallAnswerBytesMax));
      if (status >= 200 && status < 300) return readInvoiceEntry(body);
      const complaint = complaintIn(body);
      // A proxy that does not wait so long means the same as the node.
      if (IDLE_STATUSES.includes(status) || complaint.code === CLN_CODES.waitTimedOut) return null;
      throw errorOf(status, complaint);
    } catch (error) {
      throw late.aborted ? new UnknownOutcome('the node did not answer') : fromOutbound(error);
    }
  }

  /** Ends every call. */
  close(): Promise<void> {
    return this.http.close();
  }

  private post(
    lane: BudgetLane,
    method: string,
    json: object,
    call: Pick<CallLimits, 'signal'>,
  ): Promise<WalletAnswer> {
    return this.http.call({ lane, method: 'POST', path: `/v1/${method}`, json }, call);
  }
}

function says(answer: WalletAnswer, code: number): boolean {
  return !answer.isSuccess && complaintIn(answer.jsonOrNull()).code === code;
}

function failureOf(answer: WalletAnswer): WalletError {
  const retryAfter = answer.header('retry-after') === null ? undefined : answer.retryAfterSeconds(1);
  return errorOf(answer.status, complaintIn(answer.jsonOrNull()), retryAfter);
}

/** The body of a success; throws what anything else means. */
function jsonIn(answer: WalletAnswer): unknown {
  if (!answer.isSuccess) throw failureOf(answer);
  return answer.json();
}

/** Null for what is no JSON: whoever reads it refuses that. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
