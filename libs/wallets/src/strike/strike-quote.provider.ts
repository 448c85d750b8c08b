import type { PaymentHash } from '@turnpike/l402';
import { makeCheckInvoice } from '../check-invoice.js';
import { lookUpEach } from '../look-up-each.js';
import { ProtocolViolation, Rejected, Unavailable } from '../wallet-errors.js';
import type { WebhookAddress } from '../wallet-kind.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  NoticeHeaders,
  ReadsWebhooks,
  RegistersWebhook,
  WalletProvider,
  WalletTraits,
  WebhookNotice,
} from '../wallet-provider.js';
import { btcOf } from './btc-amount.js';
import type { StrikeInvoice } from './strike-quote.types.js';
import { StrikeWebhook } from './strike-webhook.js';
import type { StrikeClient } from './strike.client.js';
import { isStrikeId } from './strike.types.js';

/** What a quote has to live at least, so that its payer has the time to pay. */
const QUOTE_SECONDS_MIN = 60;
const RETRY_AFTER_SECONDS = 60;
const EVENT_TYPES = ['invoice.updated'];

/**
 * A Strike account that is paid by invoices with a quote each: for keys that have only the scopes of these. The invoice
 * of a challenge exists once, by its correlation id; each quote for it is a payment request with a hash of its own, and
 * lives as long as Strike likes.
 */
export class StrikeQuoteProvider implements WalletProvider, ReadsWebhooks, RegistersWebhook {
  readonly traits: WalletTraits = {
    ownPreimage: false,
    idempotentCreation: false,
    // Strike counts characters; this many bytes are never more.
    descriptionBytesMax: 200,
    batchSizeMax: 1,
    fixedPayee: null,
  };
  private readonly webhook: StrikeWebhook;

  constructor(
    private readonly client: StrikeClient,
    address: WebhookAddress | null,
    private readonly end: () => Promise<void>,
  ) {
    this.webhook = new StrikeWebhook(client, address, EVENT_TYPES);
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const { amountMsat } = request;
    const { invoiceId } = await this.invoiceFor(request, call);
    const { lnInvoice, expirationInSec, sourceMsat } = await this.client.createQuote(invoiceId, call);
    if (sourceMsat !== null && sourceMsat !== amountMsat) throw new ProtocolViolation('quoted amount');
    if (expirationInSec < QUOTE_SECONDS_MIN) throw new Unavailable(RETRY_AFTER_SECONDS);
    return { paymentRequest: lnInvoice, providerRef: invoiceId };
  }

  lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return lookUpEach(refs, 1, async ({ providerRef }) => {
      const invoice = isStrikeId(providerRef) ? await this.client.invoice(providerRef, call) : null;
      return stateOf(invoice, providerRef);
    });
  }

  /** Making and looking up an invoice proves all three scopes. Whoever signs may be another each time. */
  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    const { network } = await makeCheckInvoice(this, call);
    const mayPay = await this.client.mayQuotePayments(call);
    return { network, payee: null, excessPermissions: mayPay ? ['payment_quotes'] : [] };
  }

  readWebhook(raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null {
    return this.webhook.read(raw, headers);
  }

  registerWebhook(call: CallLimits): Promise<void> {
    return this.webhook.register(call);
  }

  unregisterWebhook(call: CallLimits): Promise<void> {
    return this.webhook.unregister(call);
  }

  close(): Promise<void> {
    return this.end();
  }

  private async invoiceFor(request: InvoiceRequest, call: CallLimits): Promise<StrikeInvoice> {
    const { challengeId, amountMsat, description } = request;
    const amount = btcOf(amountMsat);
    if (amount === null || !isStrikeId(challengeId))
      throw new Rejected(amount === null ? 'amount' : 'request');
    const terms = { correlationId: challengeId, amount, description };
    const made = await this.client.createInvoice(terms, call);
    const [invoice] = made === null ? await this.client.invoicesOf(challengeId, call) : [made];
    if (invoice === undefined) throw new ProtocolViolation('a duplicate of nothing');
    if (invoice.amountMsat !== amountMsat) throw new ProtocolViolation('claimed amount');
    // What is paid already, or never can be, is not asked for again.
    if (invoice.state !== 'UNPAID') throw new Rejected('request');
    return invoice;
  }
}

/** An invoice cannot be paid with more or less than its amount, nor tell how or when it was paid. */
function stateOf(invoice: StrikeInvoice | null, providerRef: string): InvoiceState {
  if (invoice === null) return { is: 'unknown', because: 'not-found' };
  if (invoice.invoiceId !== providerRef) return { is: 'unknown', because: 'unreadable' };
  switch (invoice.state) {
    case 'UNPAID':
      return { is: 'open' };
    case 'PENDING':
      return { is: 'pending' };
    case 'CANCELLED':
      return { is: 'cancelled' };
    case 'PAID':
      return {
        is: 'settled',
        ...(invoice.amountMsat === null ? {} : { receivedMsat: invoice.amountMsat }),
        via: 'lightning',
      };
    case null:
      return { is: 'unknown', because: 'unreadable' };
  }
}
