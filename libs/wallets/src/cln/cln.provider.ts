import { hashPreimage, type PaymentHash, type Preimage } from '@turnpike/l402';
import { makeCheckInvoice } from '../check-invoice.js';
import { lookUpEach } from '../look-up-each.js';
import { ProtocolViolation, Rejected } from '../wallet-errors.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  HintSink,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  ListsPayments,
  PaymentListing,
  StreamsSettlements,
  WalletProvider,
  WalletTraits,
} from '../wallet-provider.js';
import { listClnPayments } from './cln-payment-list.js';
import { excessMethods, runeRestrictions } from './cln-rune.js';
import { ClnSettlementStream } from './cln-settlement-stream.js';
import type { ClnClient } from './cln.client.js';
import type { ClnInvoice } from './cln.types.js';

/** Below the calls that one wallet gets at a time, so that look-ups leave room for creations. */
const LOOK_UPS_AT_ONCE = 6;
/** One that only tells, and that a rune for invoices does not allow. */
const PROBED_METHOD = 'listfunds';

/** A Lightning node of the merchant's own that runs Core Lightning. The label of an invoice is its challenge. */
export class ClnProvider implements WalletProvider, StreamsSettlements, ListsPayments {
  readonly traits: WalletTraits;
  private readonly stream: ClnSettlementStream;

  constructor(
    private readonly client: ClnClient,
    private readonly rune: string,
    payee: string | null,
  ) {
    this.traits = {
      ownPreimage: true,
      idempotentCreation: true,
      descriptionBytesMax: 639,
      batchSizeMax: 8 * LOOK_UPS_AT_ONCE,
      fixedPayee: payee,
    };
    this.stream = new ClnSettlementStream(client);
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const { challengeId: label, amountMsat, description, expirySeconds, preimage } = request;
    if (preimage === undefined) throw new Rejected('request');
    const created = await this.client.createInvoice(
      {
        amount_msat: Number(amountMsat),
        label,
        description: unescaped(description),
        expiry: expirySeconds,
        preimage,
      },
      call,
    );
    if (created === null) return this.existing(label, preimage, call);
    const { bolt11, paymentHash } = created;
    return { paymentRequest: bolt11, providerRef: label, claimedHash: paymentHash };
  }

  lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return lookUpEach(refs, LOOK_UPS_AT_ONCE, async ({ paymentHash }) => {
      const found = await this.client.findInvoices({ payment_hash: paymentHash }, 'look-up', call);
      const invoice = found.find((one) => one.paymentHash === paymentHash);
      if (invoice !== undefined) return wordOn(invoice);
      return { is: 'unknown', because: found.length === 0 ? 'not-found' : 'unreadable' };
    });
  }

  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    const { network, payee } = await makeCheckInvoice(this, call);
    return { network, payee, excessPermissions: await this.excess(call) };
  }

  streamSettlements(from: string | null, sink: HintSink, signal: AbortSignal): Promise<void> {
    return this.stream.follow(from, sink, signal);
  }

  listPayments(from: Date, to: Date, call: CallLimits): Promise<PaymentListing> {
    return listClnPayments(this.client, from, to, call);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** An earlier answer got lost: the invoice that it was about, by label, or by hash where only the preimage is known. */
  private async existing(label: string, preimage: Preimage, call: CallLimits): Promise<CreatedInvoice> {
    const keys = [{ label }, { payment_hash: hashPreimage(preimage) }];
    for (const key of keys) {
      const [invoice] = await this.client.findInvoices(key, 'create', call);
      if (invoice?.bolt11 == null) continue;
      const { bolt11, paymentHash } = invoice;
      return { paymentRequest: bolt11, providerRef: invoice.label, claimedHash: paymentHash };
    }
    throw new ProtocolViolation('an invoice that exists is not found');
  }

  private async excess(call: CallLimits): Promise<readonly string[]> {
    const restrictions = runeRestrictions(this.rune);
    if (restrictions !== null) return excessMethods(restrictions);
    return (await this.client.mayCall(PROBED_METHOD, call)) ? [PROBED_METHOD] : [];
  }
}

function wordOn(invoice: ClnInvoice): InvoiceState {
  const { status, receivedMsat, preimage, paidAt, isOnchain } = invoice;
  if (status === 'unpaid') return { is: 'open' };
  if (status === 'expired') return { is: 'expired' };
  return {
    is: 'settled',
    via: isOnchain ? 'onchain' : 'lightning',
    ...(receivedMsat === null ? {} : { receivedMsat }),
    ...(preimage === null ? {} : { preimage }),
    ...(paidAt === null ? {} : { settledAt: paidAt }),
  };
}

/** Core Lightning takes no `\u` escapes, which JSON has for control characters and halves of a surrogate pair. */
function unescaped(description: string): string {
  return Buffer.from(description.replace(/\p{Cc}/gu, ' '), 'utf8').toString('utf8');
}
