import { limits, type Clock } from '@turnpike/config';
import type { PaymentHash } from '@turnpike/l402';
import { makeCheckInvoice } from '../check-invoice.js';
import { walletBounds } from '../wallet-bounds.js';
import { ProtocolViolation, Rejected, toWalletError, Unavailable } from '../wallet-errors.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  HintSink,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  ListedPayment,
  ListsPayments,
  PaymentListing,
  StreamsSettlements,
  WalletProvider,
  WalletTraits,
} from '../wallet-provider.js';
import { NwcClient, type NwcClientOptions } from './nwc.client.js';
import { nwcBounds } from './nwc-bounds.js';
import { NwcCreations } from './nwc-creations.js';
import { listPages } from './nwc-list.js';
import { NwcLookUps } from './nwc-look-ups.js';
import { excessOf, readRights } from './nwc-rights.js';
import { NwcStream } from './nwc-stream.js';
import { settledSeconds } from './nwc.types.js';

/** A wallet over Nostr Wallet Connect (NIP-47). */
export class NwcProvider implements WalletProvider, StreamsSettlements, ListsPayments {
  private readonly client: NwcClient;
  private readonly creations: NwcCreations;
  private readonly lookUps: NwcLookUps;
  private readonly clock: Clock;
  private hasStream = false;

  constructor(private readonly options: NwcClientOptions) {
    this.client = new NwcClient(options);
    this.clock = options.clock;
    this.creations = new NwcCreations(this.client, this.clock);
    this.lookUps = new NwcLookUps(this.client, this.clock);
  }

  get traits(): WalletTraits {
    return {
      ownPreimage: false,
      idempotentCreation: true,
      descriptionBytesMax: 639,
      batchSizeMax: this.lookUps.batchSizeMax,
      // A wallet behind NWC may be anybody's node, and another one tomorrow.
      fixedPayee: null,
    };
  }

  async createInvoice(request: InvoiceRequest, { signal }: CallLimits): Promise<CreatedInvoice> {
    return translated(() => this.creations.create(request, signal));
  }

  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return translated(() => this.lookUps.states(refs, call));
  }

  /**
   * The connection's rights are those that the wallet tells in `get_info`; where it tells none, those of its info event,
   * which may name more than this connection has: better a warning too many.
   */
  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    return translated(async () => {
      this.client.forgetInfo();
      const { methods } = await this.client.walletInfo(call.signal);
      const rights = await readRights(this.client, methods, call.signal);
      const { network, payee } = await makeCheckInvoice(this, call);
      if (rights.network !== null && rights.network !== network) throw new ProtocolViolation('network');
      const isOwnNode = rights.pubkey === null || rights.pubkey === payee;
      return { network, payee: isOwnNode ? payee : null, excessPermissions: excessOf(rights.methods) };
    });
  }

  /** One stream at a time: another is `Unavailable` until that has ended. */
  async streamSettlements(from: string | null, sink: HintSink, signal: AbortSignal): Promise<void> {
    if (this.hasStream) throw new Unavailable(walletBounds.unavailableSeconds, 'us');
    const { pool, connection } = this.options;
    const parts = { client: this.client, pool, relays: connection.relays, clock: this.clock };
    this.hasStream = true;
    try {
      await translated(() => new NwcStream(parts, from, sink).run(signal));
    } finally {
      this.hasStream = false;
    }
  }

  async listPayments(from: Date, to: Date, { signal }: CallLimits): Promise<PaymentListing> {
    return translated(() => this.list(from, to, signal));
  }

  private async list(from: Date, to: Date, signal: AbortSignal): Promise<PaymentListing> {
    const payments = new Map<string, ListedPayment>();
    const range = {
      // Some wallets list by creation, and an invoice may be paid as late as this after it.
      from: Math.floor(from.getTime() / 1000) - limits.invoiceExpirySecondsMax,
      until: Math.ceil(to.getTime() / 1000) + nwcBounds.catchUpSeconds,
      unpaid: false,
    };
    let isComplete = false;
    let hasPage = false;
    try {
      for await (const page of listPages(this.client, range, nwcBounds.listPagesMax, 'other', signal)) {
        hasPage = true;
        isComplete = page.isLast;
        for (const transaction of page.transactions) {
          const seconds = settledSeconds(transaction);
          const settledAt = new Date((seconds ?? 0) * 1000);
          if (seconds === null || !transaction.isIncoming || settledAt < from || settledAt >= to) continue;
          const { paymentHash, amountMsat } = transaction;
          const received = amountMsat === null ? {} : { receivedMsat: amountMsat };
          payments.set(paymentHash, { providerRef: paymentHash, paymentHash, ...received, settledAt });
        }
      }
    } catch (error) {
      // Pages that were read count, and the answer says that there are more.
      if (!hasPage || error instanceof Rejected) throw error;
    }
    return { payments: [...payments.values()], isComplete };
  }
}

/** Whatever goes wrong comes out as one of the six errors. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toWalletError(error);
  }
}
