import type { PaymentHash } from '@turnpike/l402';
import { lookUpEach } from '../look-up-each.js';
import { readInvoice } from '../read-invoice.js';
import { ProtocolViolation, Rejected } from '../wallet-errors.js';
import type { WalletHttp } from '../wallet-http.js';
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
import { CashuClient } from './cashu.client.js';
import type { CashuQuote } from './cashu.types.js';

const AT_ONCE_MAX = 4;
/** More bitcoin than there is. */
const SATS_MAX = 21n * 10n ** 14n;

/**
 * A Cashu mint that quotes invoices. Every quote is locked to the merchant's key, so that whoever learns its id, us
 * included, cannot mint its tokens; a mint that does not lock it broke the protocol, and its invoice is not handed out.
 * Neither hash nor preimage come from the mint, and its Lightning node may be any.
 */
export class CashuProvider implements WalletProvider {
  readonly traits: WalletTraits = {
    ownPreimage: false,
    idempotentCreation: false,
    descriptionBytesMax: 639,
    batchSizeMax: 1,
    fixedPayee: null,
  };
  private readonly client: CashuClient;
  private takesDescriptions = true;

  constructor(
    private readonly pubkey: string,
    private readonly http: WalletHttp,
  ) {
    this.client = new CashuClient(http);
  }

  async createInvoice(
    { amountMsat, description }: Pick<InvoiceRequest, 'amountMsat' | 'description'>,
    call: CallLimits,
  ): Promise<CreatedInvoice> {
    const sats = amountMsat / 1_000n;
    if (amountMsat % 1_000n !== 0n || sats < 1n || sats > SATS_MAX) throw new Rejected('amount');
    const { pubkey, quote, request } = await this.quoteFor(Number(sats), description, call);
    if (pubkey !== this.pubkey) throw new ProtocolViolation('the quote is not locked to our key');
    return { paymentRequest: request, providerRef: quote };
  }

  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return lookUpEach(refs, AT_ONCE_MAX, async (ref) => {
      const found = await this.client.findQuote(ref.providerRef, call);
      if (found === null) return { is: 'unknown', because: 'not-found' };
      const isIt = found.quote === ref.providerRef && isSame(found.request, ref.paymentRequest);
      if (!isIt) throw new ProtocolViolation('the quote is another one');
      return stateOf(found, ref);
    });
  }

  /** Refuses a mint that does not lock quotes or mints no satoshis: `Rejected`, of the request. */
  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    const { locksQuotes, minting } = await this.client.mint('other', call);
    if (!locksQuotes || minting === null) throw new Rejected('request');
    const amountMsat = BigInt(Math.max(1, minting.minAmount)) * 1_000n;
    const description = 'Turnpike connection check';
    const { paymentRequest } = await this.createInvoice({ amountMsat, description }, call);
    const invoice = readInvoice(paymentRequest);
    if (invoice.amountMsat !== amountMsat) throw new ProtocolViolation('amount');
    // A public key gives no rights.
    return { network: invoice.network, payee: null, excessPermissions: [] };
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async quoteFor(amount: number, description: string, call: CallLimits): Promise<CashuQuote> {
    const request = { amount, unit: 'sat', pubkey: this.pubkey } as const;
    if (!this.takesDescriptions || description === '') return this.client.requestQuote(request, call);
    try {
      return await this.client.requestQuote({ ...request, description }, call);
    } catch (error) {
      if (!(error instanceof Rejected) || error.member !== 'description') throw error;
      this.takesDescriptions = false;
      return this.client.requestQuote(request, call);
    }
  }
}

function isSame(text: string, other: string): boolean {
  return text.toLowerCase() === other.toLowerCase();
}

function stateOf({ amountPaid, state }: CashuQuote, { paymentRequest }: InvoiceReference): InvoiceState {
  const receivedMsat = amountPaid === null ? null : BigInt(amountPaid) * 1_000n;
  if (state === 'PAID' || state === 'ISSUED')
    return { is: 'settled', via: 'lightning', ...(receivedMsat ? { receivedMsat } : {}) };
  if (state !== null) return { is: state === 'UNPAID' ? 'open' : 'pending' };
  if (receivedMsat === null) throw new ProtocolViolation('the quote has no state');
  if (receivedMsat === 0n) return { is: 'open' };
  const isEnough = receivedMsat >= (readInvoice(paymentRequest).amountMsat ?? 0n);
  return isEnough ? { is: 'settled', via: 'lightning', receivedMsat } : { is: 'pending', isUnderpaid: true };
}
