import { createHash, randomUUID } from 'node:crypto';
import type { Clock } from '@turnpike/config';
import { cutToBytes, type PaymentHash } from '@turnpike/l402';
import { lookUpEach } from '../look-up-each.js';
import { readInvoice } from '../read-invoice.js';
import { CredentialInvalid, ProtocolViolation, Rejected } from '../wallet-errors.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  WalletProvider,
  WalletTraits,
} from '../wallet-provider.js';
import { urlOf } from './lnurl-address.js';
import { LnurlClient } from './lnurl.client.js';
import type { LnurlOrigins } from './lnurl-origins.js';
import type { LnurlOffer } from './lnurl.types.js';

/** A comment goes into a URL, where servers take some 2,000 characters, three to a byte. */
const COMMENT_BYTES_MAX = 300;
const OFFER_MILLIS_MAX = 60_000;
const CHECK_MSAT = 1_000n;
const AT_ONCE_MAX = 4;
const UNKNOWN: InvoiceState = { is: 'unknown', because: 'not-found' };

/**
 * An address that is paid by LNURL: anybody may ask it for invoices, and only some say afterwards whether one was paid
 * (LUD-21). The address where they say it is the invoice's reference, and it is empty where there is none.
 */
export class LnurlProvider implements WalletProvider {
  readonly traits: WalletTraits = {
    ownPreimage: false,
    idempotentCreation: false,
    // The description of the invoice is theirs; ours is a comment, where they take one.
    descriptionBytesMax: COMMENT_BYTES_MAX,
    batchSizeMax: 1,
    fixedPayee: null,
  };
  private readonly client: LnurlClient;
  private kept: { readonly offer: LnurlOffer; readonly until: number } | null = null;

  constructor(
    url: URL,
    private readonly origins: LnurlOrigins,
    private readonly clock: Clock,
  ) {
    this.client = new LnurlClient(url, origins);
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const offer = this.keptOffer() ?? this.keep(await this.client.offer('create', call));
    return this.invoiceFor(offer, request, call);
  }

  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return lookUpEach(refs, AT_ONCE_MAX, async (ref) => {
      if (ref.paymentRequest === '') return this.probe(call);
      const url = urlOf(ref.providerRef);
      return url === null ? UNKNOWN : this.verify(url, ref, call);
    });
  }

  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    const offer = this.keep(await this.client.offer('other', call));
    const amountMsat = offer.minMsat > CHECK_MSAT ? offer.minMsat : CHECK_MSAT;
    const request = { amountMsat, description: 'Turnpike connection check' };
    const { paymentRequest } = await this.invoiceFor(offer, request, call);
    const invoice = readInvoice(paymentRequest);
    if (invoice.amountMsat !== amountMsat) throw new ProtocolViolation('amount');
    // An address gives no rights, and its service may sign with any of its nodes.
    return { network: invoice.network, payee: null, excessPermissions: [] };
  }

  close(): Promise<void> {
    return this.origins.close();
  }

  private async invoiceFor(
    offer: LnurlOffer,
    { amountMsat, description }: Pick<InvoiceRequest, 'amountMsat' | 'description'>,
    call: CallLimits,
  ): Promise<CreatedInvoice> {
    const { commentCharsMax, maxMsat, metadata, minMsat } = offer;
    if (amountMsat < minMsat || amountMsat > maxMsat) throw new Rejected('amount');
    const comment = cutToBytes(description, Math.min(commentCharsMax, COMMENT_BYTES_MAX));
    const { paymentRequest, verify } = await this.client.invoice(offer, amountMsat, comment, call);
    const { descriptionHash } = readInvoice(paymentRequest);
    // Services may also describe the invoice in plain words; a hash of anything else is somebody else's invoice.
    if (descriptionHash !== null && descriptionHash !== createHash('sha256').update(metadata).digest('hex')) {
      this.kept = null;
      throw new ProtocolViolation('description hash');
    }
    const canVerify = verify !== null && this.origins.allows(verify);
    // Where nobody can be asked the name is only a name; each has its own, since they are indexed.
    const providerRef = canVerify ? verify.href : `unverifiable:${randomUUID()}`;
    return { paymentRequest, providerRef, canBeFollowed: canVerify };
  }

  /** Whoever asks about an invoice that was never made wants to know whether the service answers. */
  private async probe(call: CallLimits): Promise<InvoiceState> {
    this.keep(await this.client.offer('look-up', call));
    return UNKNOWN;
  }

  private async verify(url: URL, ref: InvoiceReference, call: CallLimits): Promise<InvoiceState> {
    const verdict = await this.client.verify(url, call).catch((error: unknown) => {
      // Where the service sent us is not what the merchant gave us: it says nothing about the connection.
      if (error instanceof CredentialInvalid) throw new ProtocolViolation('verify address');
      throw error;
    });
    if (verdict === null) return UNKNOWN;
    const { isSettled, paymentRequest, preimage } = verdict;
    if (paymentRequest !== null && paymentRequest.toLowerCase() !== ref.paymentRequest.toLowerCase())
      throw new ProtocolViolation('verdict on another invoice');
    if (!isSettled) return { is: 'open' };
    return { is: 'settled', via: 'lightning', ...(preimage === null ? {} : { preimage }) };
  }

  private keptOffer(): LnurlOffer | null {
    return this.kept !== null && this.clock.now().getTime() < this.kept.until ? this.kept.offer : null;
  }

  private keep(offer: LnurlOffer): LnurlOffer {
    this.kept = { offer, until: this.clock.now().getTime() + OFFER_MILLIS_MAX };
    return offer;
  }
}
