import type { PaymentHash } from '@turnpike/l402';
import { makeCheckInvoice } from '../check-invoice.js';
import { readInvoice } from '../read-invoice.js';
import { ProtocolViolation, Rejected } from '../wallet-errors.js';
import type { WebhookAddress } from '../wallet-kind.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  ListsPayments,
  NoticeHeaders,
  PaymentListing,
  ReadsWebhooks,
  RegistersWebhook,
  WalletProvider,
  WalletTraits,
  WebhookNotice,
} from '../wallet-provider.js';
import { btcOf } from './btc-amount.js';
import { stateOfReceives } from './receive-states.js';
import { readReceiveList } from './strike-receive-list.js';
import { StrikeWebhook } from './strike-webhook.js';
import type { StrikeClient } from './strike.client.js';
import { isStrikeId, type StrikeCurrency, type StrikeReceiveRequest } from './strike.types.js';

/** How far Strike's word on an invoice's end may be from what the invoice says. */
const EXPIRY_OFFSET_MILLIS_MAX = 60_000;
const LOOK_UP_PAGES_MAX = 5;
const LISTING_PAGES_MAX = 8;

const EVENT_TYPES = ['receive-request.receive-pending', 'receive-request.receive-completed'];

/**
 * A Strike account that is paid by receive requests. Invoices are always for bitcoin; what arrives is credited in the
 * currency that the merchant chose, at the rate of that moment.
 */
export class StrikeProvider implements WalletProvider, ReadsWebhooks, RegistersWebhook, ListsPayments {
  readonly traits: WalletTraits = {
    ownPreimage: false,
    idempotentCreation: false,
    // Strike counts characters; this many bytes are never more.
    descriptionBytesMax: 250,
    batchSizeMax: 50,
    fixedPayee: null,
  };
  private readonly webhook: StrikeWebhook;

  constructor(
    private readonly client: StrikeClient,
    private readonly targetCurrency: StrikeCurrency,
    address: WebhookAddress | null,
    private readonly end: () => Promise<void>,
  ) {
    this.webhook = new StrikeWebhook(client, address, EVENT_TYPES);
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const { amountMsat, description, expirySeconds } = request;
    const amount = btcOf(amountMsat);
    if (amount === null) throw new Rejected('amount');
    const { targetCurrency } = this;
    const terms = { amount, description, expirySeconds, targetCurrency };
    const made = await this.client.createReceiveRequest(terms, call);
    compareClaims(made, amountMsat);
    return {
      paymentRequest: made.invoice,
      providerRef: made.receiveRequestId,
      ...(made.paymentHash === null ? {} : { claimedHash: made.paymentHash }),
    };
  }

  /** An id that is not Strike's is not asked about: Strike would refuse the whole list for it. */
  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const ids = refs.map((ref) => ref.providerRef).filter(isStrikeId);
    const states = new Map<PaymentHash, InvoiceState>(
      refs.map(({ paymentHash }) => [paymentHash, { is: 'unknown', because: 'not-found' }]),
    );
    if (ids.length === 0) return states;
    const query = { ids, lane: 'look-up', pagesMax: LOOK_UP_PAGES_MAX } as const;
    const { receives, isComplete } = await readReceiveList(this.client, query, call);
    for (const ref of refs) {
      if (!isStrikeId(ref.providerRef)) continue;
      const own = receives.filter((one) => one.receiveRequestId === ref.providerRef);
      states.set(ref.paymentHash, stateOfReceives(ref, own, isComplete));
    }
    return states;
  }

  /** Making and looking up an invoice proves both scopes. Whoever signs may be another each time. */
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

  /** Strike's list cannot be asked for a time, so all of it is read as far as the bound of pages goes. */
  async listPayments(from: Date, to: Date, call: CallLimits): Promise<PaymentListing> {
    const query = { ids: [], lane: 'other', pagesMax: LISTING_PAGES_MAX } as const;
    const { receives, isComplete } = await readReceiveList(this.client, query, call);
    const payments = receives.flatMap(({ state, completed, receiveRequestId, paymentHash, receivedMsat }) => {
      if (state !== 'COMPLETED' || completed === null || completed < from || completed >= to) return [];
      return [
        {
          providerRef: receiveRequestId,
          settledAt: completed,
          ...(paymentHash === null ? {} : { paymentHash }),
          ...(receivedMsat === null ? {} : { receivedMsat }),
        },
      ];
    });
    const isReadable = receives.every(({ state }) => state !== null);
    return { payments, isComplete: isComplete && isReadable };
  }

  close(): Promise<void> {
    return this.end();
  }
}

/** The hash is compared with the invoice by whoever judges it; the rest of what Strike claims is compared here. */
function compareClaims(made: StrikeReceiveRequest, amountMsat: bigint): void {
  const { requestedMsat, btcAmountMsat, expires, invoice } = made;
  if (requestedMsat !== null && requestedMsat !== amountMsat) throw new ProtocolViolation('requested amount');
  if (btcAmountMsat !== null && btcAmountMsat !== amountMsat) throw new ProtocolViolation('claimed amount');
  if (expires === null) return;
  const { timestampSeconds, expirySeconds } = readInvoice(invoice);
  const expiresAt = (timestampSeconds + expirySeconds) * 1_000;
  if (Math.abs(expires.getTime() - expiresAt) > EXPIRY_OFFSET_MILLIS_MAX)
    throw new ProtocolViolation('claimed expiry');
}
