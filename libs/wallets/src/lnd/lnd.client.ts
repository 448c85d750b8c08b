import type { PaymentHash } from '@turnpike/l402';
import type { OutboundStream } from '@turnpike/outbound';
import type { CallLimits } from '../wallet-provider.js';
import type { WalletAnswer, WalletHttp, WalletRequest } from '../wallet-http.js';
import { complaintIn, errorOf, type LndComplaint } from './lnd-complaint.js';
import {
  readCreated,
  readInvoiceEntry,
  readInvoicePage,
  type LndCreated,
  type LndInvoice,
  type LndInvoicePage,
} from './lnd.types.js';

/** The body of a creation; 64-bit numbers are texts, bytes are base64. */
export interface LndInvoiceTerms {
  readonly value_msat: string;
  readonly memo: string;
  readonly expiry: string;
  readonly r_preimage?: string;
  readonly private?: true;
}

/** The calls of LND's REST interface that are made. Whatever is no answer to the question is a `WalletError`. */
export class LndClient {
  constructor(private readonly http: WalletHttp) {}

  /** Makes an invoice; null if one with this preimage exists. */
  async addInvoice(terms: LndInvoiceTerms, call: CallLimits): Promise<LndCreated | null> {
    const request: WalletRequest = { lane: 'create', method: 'POST', path: '/v1/invoices', json: terms };
    const answer = await this.http.call(request, call);
    if (answer.isSuccess) return readCreated(answer.json());
    return failWith(answer, ['exists']);
  }

  /** An invoice as it stands; null if LND has none of that hash. */
  async findInvoice(
    paymentHash: PaymentHash,
    call: CallLimits,
    lane: 'create' | 'look-up' = 'look-up',
  ): Promise<LndInvoice | null> {
    const answer = await this.http.call({ lane, method: 'GET', path: `/v1/invoice/${paymentHash}` }, call);
    if (answer.isSuccess) return readInvoiceEntry(answer.json());
    return failWith(answer, ['not-found']);
  }

  /** Invoices made before the one with that index, 0 for the newest; null if the macaroon may not list. */
  async listInvoices(before: bigint, max: number, call: CallLimits): Promise<LndInvoicePage | null> {
    const query = `num_max_invoices=${max}&index_offset=${before}&reversed=true`;
    const answer = await this.http.call(
      { lane: 'other', method: 'GET', path: `/v1/invoices?${query}` },
      call,
    );
    if (answer.isSuccess) return readInvoicePage(answer.json());
    return failWith(answer, ['denied']);
  }

  /** Whether the macaroon may see channels, which it has no need to. */
  async mayReadChannels(call: CallLimits): Promise<boolean> {
    const path = '/v1/balance/channels';
    const answer = await this.http.call({ lane: 'other', method: 'GET', path }, call);
    return answer.isSuccess || failWith(answer, ['denied']) !== null;
  }

  /** Opens the stream of what is added and settled, after a settle index. Says when the request has gone out. */
  subscribe(settleIndex: bigint, signal: AbortSignal, onSent: () => void): Promise<OutboundStream> {
    const path = `/v1/invoices/subscribe?settle_index=${settleIndex}`;
    return this.http.stream({ lane: 'other', method: 'GET', path }, signal, onSent);
  }

  /** Ends every call. */
  close(): Promise<void> {
    return this.http.close();
  }
}

/** Null for the complaints that are an answer; throws what any other means. */
function failWith(answer: WalletAnswer, answers: readonly LndComplaint[]): null {
  const complaint = complaintIn(answer.status, answer.jsonOrNull());
  if (answers.includes(complaint)) return null;
  const retryAfter = answer.header('retry-after') === null ? undefined : answer.retryAfterSeconds(1);
  throw errorOf(complaint, retryAfter);
}
