import type { PaymentHash } from '@turnpike/l402';
import { makeCheckInvoice } from '../check-invoice.js';
import { lookUpEach } from '../look-up-each.js';
import { readInvoice } from '../read-invoice.js';
import { ProtocolViolation, Rejected } from '../wallet-errors.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  ReadsWebhooks,
  WalletProvider,
  WalletTraits,
  WebhookNotice,
} from '../wallet-provider.js';
import { readCallback } from './opennode-callback.js';
import type { OpenNodeClient } from './opennode.client.js';
import { isChargeId, type OpenNodeCharge } from './opennode.types.js';

/** Above 5 BTC a charge has no Lightning invoice. */
const AMOUNT_SAT_MAX = 500_000_000n;
/** How far OpenNode's word on an invoice's end may be from what the invoice says. */
const EXPIRY_OFFSET_MILLIS_MAX = 60_000;

/** An account at OpenNode, which makes and shows charges and tells of them by callbacks. */
export class OpenNodeProvider implements WalletProvider, ReadsWebhooks {
  readonly traits: WalletTraits = {
    ownPreimage: false,
    // An order id is no key: a second charge with the same one is made.
    idempotentCreation: false,
    descriptionBytesMax: 639,
    batchSizeMax: 1,
    fixedPayee: null,
  };

  constructor(
    private readonly client: OpenNodeClient,
    private readonly apiKey: string,
    private readonly callbackUrl: string | null,
    private readonly end: () => Promise<void>,
  ) {}

  /** OpenNode counts minutes, so an invoice may live up to one longer than asked. */
  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const { challengeId, amountMsat, description, expirySeconds } = request;
    const amountSat = amountMsat / 1_000n;
    if (amountSat <= 0n || amountSat > AMOUNT_SAT_MAX || amountMsat % 1_000n !== 0n)
      throw new Rejected('amount');
    const charge = await this.client.createCharge(
      {
        amountSat: Number(amountSat),
        description,
        orderId: challengeId,
        callbackUrl: this.callbackUrl,
        ttlMinutes: Math.max(1, Math.ceil(expirySeconds / 60)),
      },
      call,
    );
    return { paymentRequest: compareClaims(charge, amountSat), providerRef: charge.id };
  }

  lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    return lookUpEach(refs, 1, async (ref) => {
      const charge = isChargeId(ref.providerRef) ? await this.client.charge(ref.providerRef, call) : null;
      return stateOf(charge, ref);
    });
  }

  /**
   * A key for charges alone is refused the list of withdrawals; one that is shown it may read or may withdraw, and which
   * of the two cannot be told without trying to, so both count as too much. Whoever signs may be another each time.
   */
  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    const { network } = await makeCheckInvoice(this, call);
    const seesWithdrawals = await this.client.seesWithdrawals(call);
    return { network, payee: null, excessPermissions: seesWithdrawals ? ['withdrawals'] : [] };
  }

  readWebhook(raw: Uint8Array): WebhookNotice | null {
    return readCallback(this.apiKey, raw);
  }

  close(): Promise<void> {
    return this.end();
  }
}

/** The payment request of a new charge, if what is claimed beside it is what was asked for. */
function compareClaims({ payreq, amountSat, expiresAt }: OpenNodeCharge, asked: bigint): string {
  if (payreq === null) throw new ProtocolViolation('no invoice');
  if (amountSat !== null && BigInt(amountSat) !== asked) throw new ProtocolViolation('claimed amount');
  if (expiresAt === null) return payreq;
  const { timestampSeconds, expirySeconds } = readInvoice(payreq);
  const millis = (timestampSeconds + expirySeconds) * 1_000;
  if (Math.abs(expiresAt.getTime() - millis) > EXPIRY_OFFSET_MILLIS_MAX)
    throw new ProtocolViolation('claimed expiry');
  return payreq;
}

function stateOf(charge: OpenNodeCharge | null, ref: InvoiceReference): InvoiceState {
  if (charge === null) return { is: 'unknown', because: 'not-found' };
  const { id, payreq, status } = charge;
  const isOther = payreq !== null && payreq.toLowerCase() !== ref.paymentRequest.toLowerCase();
  if (id !== ref.providerRef || isOther) return { is: 'unknown', because: 'unreadable' };
  switch (status) {
    case 'unpaid':
      return { is: 'open' };
    case 'processing':
      return { is: 'pending' };
    case 'underpaid':
      return { is: 'pending', isUnderpaid: true };
    case 'refunded':
      return { is: 'cancelled' };
    case 'expired':
      return { is: 'expired' };
    case 'paid':
      return settledBy(charge);
    case null:
      return { is: 'unknown', because: 'unreadable' };
  }
}

function settledBy({ amountSat, settledAt, isOnchain }: OpenNodeCharge): InvoiceState {
  return {
    is: 'settled',
    ...(amountSat === null ? {} : { receivedMsat: BigInt(amountSat) * 1_000n }),
    ...(settledAt === null ? {} : { settledAt }),
    via: isOnchain ? 'onchain' : 'lightning',
  };
}
