import type { Logger } from '@turnpike/observability';
import type { BudgetLane } from '../call-budget.js';
import { CredentialInvalid, Rejected } from '../wallet-errors.js';
import type { WalletAnswer, WalletHttp, WalletRequest } from '../wallet-http.js';
import type { CallLimits } from '../wallet-provider.js';
import { readComplaint, strikeFailure } from './strike-failure.js';
import { readQuote, readStrikeInvoice, readStrikeInvoices } from './strike-quote.types.js';
import type { StrikeInvoice, StrikeQuote } from './strike-quote.types.js';
import { PAGE_MAX, readReceiveRequest, readReceives, readSubscriptions } from './strike.types.js';
import type {
  StrikeCurrency,
  StrikeReceiveRequest,
  StrikeReceives,
  StrikeSubscription,
} from './strike.types.js';

/** A receive request to be made; the amount is bitcoin with 8 decimals. */
export interface ReceiveRequestTerms {
  readonly amount: string;
  /** Empty: none is sent, for Strike refuses an empty one. */
  readonly description: string;
  readonly expirySeconds: number;
  readonly targetCurrency: StrikeCurrency;
}

/** An invoice to be made; the amount is bitcoin with 8 decimals. */
export interface StrikeInvoiceTerms {
  readonly correlationId: string;
  readonly amount: string;
  readonly description: string;
}

/** A subscription as it should be. */
export interface SubscriptionTerms {
  readonly webhookUrl: string;
  readonly secret: string;
  readonly eventTypes: readonly string[];
}

/** The limit for all that has none of its own: passing it locks the key for an hour. */
const LOCKED_SECONDS = 3_600;
/** The limit of creating invoices and of quotes. */
const QUOTED_SECONDS = 60;

/** Strike's API, as far as it receives money: transport and the table of its errors. */
export class StrikeClient {
  constructor(
    private readonly http: WalletHttp,
    private readonly logger: Logger,
  ) {}

  /** Makes a receive request with a BOLT 11 invoice. */
  async createReceiveRequest(terms: ReceiveRequestTerms, call: CallLimits): Promise<StrikeReceiveRequest> {
    const { amount, description, expirySeconds, targetCurrency } = terms;
    const bolt11 = {
      amount: { amount, currency: 'BTC' },
      ...(description === '' ? {} : { description }),
      expiryInSeconds: expirySeconds,
    };
    const json = { bolt11, targetCurrency };
    return readReceiveRequest(await this.json('create', 'POST', '/v1/receive-requests', call, { json }));
  }

  /** A page of what was received, for these receive requests or, if none is named, for all. */
  async receives(
    ids: readonly string[],
    skip: number,
    lane: BudgetLane,
    call: CallLimits,
  ): Promise<StrikeReceives> {
    const query = [...ids.map((id) => `$receiveRequestId=${id}`), `$skip=${skip}`, `$top=${PAGE_MAX}`];
    return readReceives(
      await this.json(lane, 'GET', `/v1/receive-requests/receives?${query.join('&')}`, call),
    );
  }

  /** Makes an invoice; null if there is one with that correlation id. */
  async createInvoice(terms: StrikeInvoiceTerms, call: CallLimits): Promise<StrikeInvoice | null> {
    const { correlationId, amount, description } = terms;
    const json = {
      correlationId,
      ...(description === '' ? {} : { description }),
      amount: { amount, currency: 'BTC' },
    };
    const request = { json, rateLimitedSeconds: QUOTED_SECONDS };
    const answer = await this.call('create', 'POST', '/v1/invoices', call, request);
    if (!answer.isSuccess && readComplaint(answer).code === 'DUPLICATE_INVOICE') return null;
    return readStrikeInvoice(this.success(answer, QUOTED_SECONDS).json());
  }

  /** The invoices with a correlation id, which has to be a UUID. */
  async invoicesOf(correlationId: string, call: CallLimits): Promise<readonly StrikeInvoice[]> {
    const filter = encodeURIComponent(`correlationId eq '${correlationId}'`);
    return readStrikeInvoices(await this.json('create', 'GET', `/v1/invoices?$filter=${filter}`, call));
  }

  /** Makes a quote, and with it a payment request, for an invoice. */
  async createQuote(invoiceId: string, call: CallLimits): Promise<StrikeQuote> {
    const request = { json: {}, rateLimitedSeconds: QUOTED_SECONDS };
    return readQuote(await this.json('create', 'POST', `/v1/invoices/${invoiceId}/quote`, call, request));
  }

  /** An invoice; null if Strike has none of that id. */
  async invoice(invoiceId: string, call: CallLimits): Promise<StrikeInvoice | null> {
    const answer = await this.call('look-up', 'GET', `/v1/invoices/${invoiceId}`, call);
    return answer.status === 404 ? null : readStrikeInvoice(this.success(answer).json());
  }

  /**
   * Whether the key may prepare payments. The request names nothing to pay, so it can come to nothing; but only a key
   * without that scope is told so with a 403.
   */
  async mayQuotePayments(call: CallLimits): Promise<boolean> {
    const request = { json: {}, rateLimitedSeconds: QUOTED_SECONDS };
    const answer = await this.call('other', 'POST', '/v1/payment-quotes/lightning', call, request);
    if (answer.status === 403) return false;
    if (answer.status === 401 || answer.status === 429 || answer.status >= 500)
      this.success(answer, QUOTED_SECONDS);
    return true;
  }

  /** The account's subscriptions. */
  async subscriptions(call: CallLimits): Promise<readonly StrikeSubscription[]> {
    return readSubscriptions(await this.subscriptionCall('GET', '', call));
  }

  /** Adds a subscription, or puts the one of that id right. */
  async subscribe(terms: SubscriptionTerms, id: string | null, call: CallLimits): Promise<void> {
    const json = { ...terms, webhookVersion: 'v1', enabled: true };
    await this.subscriptionCall(id === null ? 'POST' : 'PATCH', id === null ? '' : `/${id}`, call, json);
  }

  /** Removes a subscription; one that is not there is removed. */
  async unsubscribe(id: string, call: CallLimits): Promise<void> {
    await this.subscriptionCall('DELETE', `/${id}`, call);
  }

  private async subscriptionCall(
    method: WalletRequest['method'],
    path: string,
    call: CallLimits,
    json?: object,
  ): Promise<unknown> {
    const request = json === undefined ? {} : { json };
    const answer = await this.call('other', method, `/v1/subscriptions${path}`, call, request);
    if (method === 'DELETE' && answer.status === 404) return null;
    try {
      this.success(answer);
    } catch (error) {
      // A key without the scope for webhooks still makes invoices and sees what was paid.
      if (error instanceof CredentialInvalid && answer.status === 403) throw new Rejected('request');
      throw error;
    }
    return answer.jsonOrNull();
  }

  private async json(...asked: Parameters<StrikeClient['call']>): Promise<unknown> {
    const answer = await this.call(...asked);
    return this.success(answer, asked[4]?.rateLimitedSeconds).json();
  }

  private call(
    lane: BudgetLane,
    method: WalletRequest['method'],
    path: string,
    call: CallLimits,
    request: Pick<WalletRequest, 'json' | 'rateLimitedSeconds'> = {},
  ): Promise<WalletAnswer> {
    return this.http.call({ rateLimitedSeconds: LOCKED_SECONDS, ...request, lane, method, path }, call);
  }

  private success(answer: WalletAnswer, rateLimitedSeconds = LOCKED_SECONDS): WalletAnswer {
    if (answer.isSuccess) return answer;
    const complaint = readComplaint(answer);
    const { traceId, code } = complaint;
    this.logger.warn({ kind: 'strike', status: answer.status, code, traceId }, 'a wallet refused a call');
    throw strikeFailure(answer, complaint, rateLimitedSeconds);
  }
}
