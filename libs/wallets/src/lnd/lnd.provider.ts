import type { Clock } from '@turnpike/config';
import { hashPreimage, type PaymentHash } from '@turnpike/l402';
import { makeCheckInvoice } from '../check-invoice.js';
import { lookUpEach } from '../look-up-each.js';
import { Rejected, Unavailable } from '../wallet-errors.js';
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
import { excessOperations, macaroonOperations } from './lnd-macaroon.js';
import { listLndPayments } from './lnd-payment-list.js';
import { LndSettlementStream, type Quiet } from './lnd-settlement-stream.js';
import type { LndClient, LndInvoiceTerms } from './lnd.client.js';
import type { LndInvoice } from './lnd.types.js';

/** What is particular to one connection to LND. */
export interface LndSettings {
  /** Hex digits. */
  readonly macaroon: string;
  /** The node chooses the preimages; an invoice whose making was not answered is then left behind unpaid. */
  readonly nodePreimage: boolean;
  /** Invoices tell of private channels. */
  readonly private: boolean;
  readonly payee: string | null;
}

const RETRY_AFTER_SECONDS = 1;
/** Below the calls that one wallet gets at a time, so that look-ups leave room for creations. */
const LOOK_UPS_AT_ONCE = 6;
const BATCH_MAX = 8 * LOOK_UPS_AT_ONCE;

/** A Lightning node of the merchant's own that runs LND. */
export class LndProvider implements WalletProvider, StreamsSettlements, ListsPayments {
  readonly traits: WalletTraits;
  private readonly stream: LndSettlementStream;

  constructor(
    private readonly client: LndClient,
    private readonly settings: LndSettings,
    private readonly clock: Clock,
    quiet?: Quiet,
  ) {
    const ownPreimage = !settings.nodePreimage;
    this.traits = {
      ownPreimage,
      idempotentCreation: ownPreimage,
      descriptionBytesMax: 639,
      batchSizeMax: BATCH_MAX,
      fixedPayee: settings.payee,
    };
    this.stream = new LndSettlementStream(client, quiet);
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const { preimage } = request;
    if (this.traits.ownPreimage && preimage === undefined) throw new Rejected('request');
    const created = await this.client.addInvoice(this.termsOf(request), call);
    if (created !== null) return toCreated(created);
    // It exists: an earlier answer got lost, and this is the invoice that it was about.
    const found =
      preimage === undefined ? null : await this.client.findInvoice(hashPreimage(preimage), call, 'create');
    if (found === null) throw new Unavailable(RETRY_AFTER_SECONDS);
    return toCreated(found);
  }

  lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return lookUpEach(refs, LOOK_UPS_AT_ONCE, async (ref) => {
      const found = await this.client.findInvoice(ref.paymentHash, call);
      if (found === null) return { is: 'unknown', because: 'not-found' };
      return found.paymentHash === ref.paymentHash
        ? this.wordOn(found, ref)
        : { is: 'unknown', because: 'unreadable' };
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
    return listLndPayments(this.client, from, to, call);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private termsOf({ amountMsat, description, expirySeconds, preimage }: InvoiceRequest): LndInvoiceTerms {
    const isOurs = this.traits.ownPreimage && preimage !== undefined;
    return {
      value_msat: amountMsat.toString(),
      memo: description,
      expiry: expirySeconds.toString(),
      ...(isOurs ? { r_preimage: Buffer.from(preimage, 'hex').toString('base64') } : {}),
      ...(this.settings.private ? { private: true } : {}),
    };
  }

  /** LND cancels what has expired. */
  private wordOn(invoice: LndInvoice, { expiresAt }: InvoiceReference): InvoiceState {
    const { state, receivedMsat, preimage, settledAt } = invoice;
    if (state === 'OPEN') return { is: 'open' };
    if (state === 'ACCEPTED') return { is: 'pending' };
    if (state === 'CANCELED') return { is: expiresAt <= this.clock.now() ? 'expired' : 'cancelled' };
    return {
      is: 'settled',
      via: 'lightning',
      ...(receivedMsat === null ? {} : { receivedMsat }),
      ...(preimage === null ? {} : { preimage }),
      ...(settledAt === null ? {} : { settledAt }),
    };
  }

  private async excess(call: CallLimits): Promise<readonly string[]> {
    const operations = macaroonOperations(this.settings.macaroon);
    if (operations !== null) return excessOperations(operations);
    return (await this.client.mayReadChannels(call)) ? ['offchain:read'] : [];
  }
}

function toCreated({
  paymentRequest,
  paymentHash,
}: Pick<LndInvoice, 'paymentRequest' | 'paymentHash'>): CreatedInvoice {
  return { paymentRequest, providerRef: paymentHash, claimedHash: paymentHash };
}
