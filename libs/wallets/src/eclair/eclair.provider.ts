import { hashPreimage, parsePaymentHash, type PaymentHash } from '@turnpike/l402';
import type { AddressGuard } from '@turnpike/outbound';
import { basicPassword } from '../basic-credentials.js';
import { followSocket } from '../follow-socket.js';
import { lookUpEach } from '../look-up-each.js';
import { socketUrl } from '../socket-url.js';
import { walletBounds } from '../wallet-bounds.js';
import { Rejected, Unavailable } from '../wallet-errors.js';
import type { WalletHttp } from '../wallet-http.js';
import type { ConnectionContext } from '../wallet-kind.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  HintSink,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  StreamsSettlements,
  WalletProvider,
  WalletTraits,
} from '../wallet-provider.js';
import { EclairClient } from './eclair.client.js';
import type { EclairCredentials } from './eclair.kind.js';
import { readPaymentReceived, type EclairReceived } from './eclair.types.js';

/** Calls in flight. */
const AT_ONCE_MAX = 4;
/** eclair sends no pings, and it answers ours. */
const PING_MILLIS = 30_000;

/**
 * An eclair. It takes our preimage and refuses one that it has used, so that asking again finds the invoice that was made.
 * Its web socket drops events when more than ten wait, so that it only ever hurries a look-up.
 */
export class EclairProvider implements WalletProvider, StreamsSettlements {
  readonly traits: WalletTraits;
  private readonly client: EclairClient;

  constructor(
    private readonly credentials: EclairCredentials,
    context: ConnectionContext,
    private readonly http: WalletHttp,
    private readonly guard: AddressGuard,
  ) {
    this.client = new EclairClient(http);
    this.traits = {
      ownPreimage: true,
      idempotentCreation: true,
      descriptionBytesMax: 639,
      batchSizeMax: 100,
      fixedPayee: context.payee,
    };
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const { amountMsat, description, expirySeconds, preimage } = request;
    if (preimage === undefined) throw new Rejected('request');
    const form = {
      description,
      amountMsat: String(amountMsat),
      expireIn: String(expirySeconds),
      paymentPreimage: preimage,
    };
    // Only our preimage tells whether a failure without a reason means that the invoice is there already.
    const made =
      (await this.client.createInvoice(form, call)) ??
      (await this.client.findInvoice(hashPreimage(preimage), call));
    if (made === null) throw new Unavailable(walletBounds.unavailableSeconds);
    const { paymentHash, serialized } = made;
    return { paymentRequest: serialized, providerRef: paymentHash, claimedHash: paymentHash };
  }

  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return lookUpEach(refs, AT_ONCE_MAX, async ({ paymentHash }) => {
      const received = await this.client.findReceived(paymentHash, call);
      return received === null ? { is: 'unknown', because: 'not-found' } : stateOf(received);
    });
  }

  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    const { network, nodeId } = await this.client.node(call);
    // There is one password, and whoever has it may spend.
    return { network, payee: nodeId, excessPermissions: ['full_access'] };
  }

  async streamSettlements(_from: string | null, sink: HintSink, signal: AbortSignal): Promise<void> {
    const { password, url } = this.credentials;
    await followSocket(
      {
        url: socketUrl(new URL(url), '/ws'),
        guard: this.guard,
        headers: basicPassword(password),
        pingMillis: PING_MILLIS,
        read: (message) => {
          const paymentHash = parsePaymentHash(readPaymentReceived(message));
          return paymentHash === null ? null : { hints: [{ paymentHash }], cursor: null };
        },
      },
      sink,
      signal,
    );
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

function stateOf({ preimage, receivedAt, receivedMsat, type }: EclairReceived): InvoiceState {
  if (type !== 'received') return { is: type === 'expired' ? 'expired' : 'open' };
  return {
    is: 'settled',
    via: 'lightning',
    ...(receivedMsat === null ? {} : { receivedMsat }),
    ...(preimage === null ? {} : { preimage }),
    ...(receivedAt === null ? {} : { settledAt: receivedAt }),
  };
}
