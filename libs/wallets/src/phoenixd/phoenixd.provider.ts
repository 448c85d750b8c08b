import type { AddressGuard } from '@turnpike/outbound';
import type { PaymentHash } from '@turnpike/l402';
import { basicPassword } from '../basic-credentials.js';
import { followSocket, type SocketNotice } from '../follow-socket.js';
import { isHexHmac } from '../hex-hmac.js';
import { lookUpEach } from '../look-up-each.js';
import { socketUrl } from '../socket-url.js';
import { ProtocolViolation, Rejected, UnknownOutcome } from '../wallet-errors.js';
import type { ConnectionContext } from '../wallet-kind.js';
import type { WalletHttp } from '../wallet-http.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  Hint,
  HintSink,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  ListsPayments,
  NoticeHeaders,
  PaymentListing,
  ReadsWebhooks,
  StreamsSettlements,
  WalletProvider,
  WalletTraits,
  WebhookNotice,
} from '../wallet-provider.js';
import { readPages } from './phoenixd-pages.js';
import { grossMsat, stateOfPayment } from './phoenixd-state.js';
import { PhoenixdClient } from './phoenixd.client.js';
import type { PhoenixdCredentials } from './phoenixd.kind.js';
import { readPaymentNotice, type PhoenixdNotice, type PhoenixdPayment } from './phoenixd.types.js';

/** Calls in flight; so many invoices are asked about singly, more by pages first. */
const AT_ONCE_MAX = 4;
const FEW = 8;
/** Pages of a look-up, of a listing and of what a stream has missed. */
const LOOK_UP_PAGES_MAX = 5;
const LISTING_PAGES_MAX = 20;
const MISSED_PAGES_MAX = 10;
/** How far phoenixd's clock may be from ours, and how far back a stream begins. */
const CLOCK_OFFSET_MILLIS = 900_000;
const OVERLAP_MILLIS = 120_000;
/** phoenixd pings as often, too. */
const PING_MILLIS = 10_000;
const NOTICE_BYTES_MAX = 65_536;

/**
 * A phoenixd. It chooses the preimage and makes another invoice for every call, also for two with the same `externalId`,
 * so that a lost answer is looked for by that id and leaves at worst an invoice that nobody has seen.
 */
export class PhoenixdProvider implements WalletProvider, ReadsWebhooks, StreamsSettlements, ListsPayments {
  readonly traits: WalletTraits;
  private readonly client: PhoenixdClient;

  constructor(
    private readonly credentials: PhoenixdCredentials,
    private readonly context: ConnectionContext,
    private readonly http: WalletHttp,
    private readonly guard: AddressGuard,
  ) {
    this.client = new PhoenixdClient(http);
    this.traits = {
      ownPreimage: false,
      idempotentCreation: false,
      // It counts characters of which none has less than a byte.
      descriptionBytesMax: 128,
      batchSizeMax: 100,
      fixedPayee: context.payee,
    };
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const { amountMsat, challengeId, description, expirySeconds } = request;
    if (amountMsat <= 0n || amountMsat % 1_000n !== 0n) throw new Rejected('amount');
    const url = this.context.webhook?.url ?? null;
    const form = {
      amountSat: String(amountMsat / 1_000n),
      description,
      expirySeconds: String(expirySeconds),
      externalId: challengeId,
      // Without the secret its notices could not be told from anybody's.
      ...(url === null || this.credentials.webhookSecret === undefined ? {} : { webhookUrl: url }),
    };
    try {
      const { serialized, paymentHash } = await this.client.createInvoice(form, call);
      return { paymentRequest: serialized, providerRef: paymentHash, claimedHash: paymentHash };
    } catch (error) {
      if (!(error instanceof UnknownOutcome) || call.signal.aborted) throw error;
      const made = await this.findMade(challengeId, call).catch(() => null);
      if (made === null) throw error;
      return made;
    }
  }

  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const listed = refs.length > FEW ? await this.lookUpByPages(refs, call) : new Map<PaymentHash, never>();
    const rest = refs.filter(({ paymentHash }) => !listed.has(paymentHash));
    const single = await lookUpEach(rest, AT_ONCE_MAX, async ({ paymentHash }) => {
      const payment = await this.client.findPayment(paymentHash, call);
      return payment === null ? { is: 'unknown', because: 'not-found' } : stateOfPayment(payment);
    });
    return new Map([...listed, ...single]);
  }

  async checkConnection(call: CallLimits): Promise<ConnectionReport> {
    const { network, nodeId } = await this.client.node(call);
    const excessPermissions = (await this.client.mayDoAll(call)) ? ['full_access'] : [];
    return { network, payee: nodeId, excessPermissions };
  }

  readWebhook(raw: Uint8Array, headers: NoticeHeaders): WebhookNotice | null {
    const { webhookSecret } = this.credentials;
    if (webhookSecret === undefined || raw.byteLength > NOTICE_BYTES_MAX) return null;
    if (!isHexHmac(webhookSecret, raw, headers['x-phoenix-signature'])) return null;
    const notice = readOrNull(raw);
    if (notice === null) return { eventId: null, hints: [] };
    return { eventId: notice.paymentHash, hints: [{ paymentHash: notice.paymentHash }] };
  }

  async streamSettlements(from: string | null, sink: HintSink, signal: AbortSignal): Promise<void> {
    const { password, url } = this.credentials;
    const cursor = new MillisCursor(from);
    const catchUp = (): Promise<SocketNotice> => this.listMissed(cursor, signal);
    await followSocket(
      {
        url: socketUrl(new URL(url), '/websocket'),
        guard: this.guard,
        headers: basicPassword(password),
        pingMillis: PING_MILLIS,
        read: (message) => {
          const notice = readPaymentNotice(message);
          if (notice === null) return null;
          return { hints: [{ paymentHash: notice.paymentHash }], cursor: cursor.advance(notice.at) };
        },
        ...(cursor.millis === null ? {} : { catchUp }),
      },
      sink,
      signal,
    );
  }

  async listPayments(from: Date, to: Date, call: CallLimits): Promise<PaymentListing> {
    const bounds = { pagesMax: LISTING_PAGES_MAX, lane: 'other' } as const;
    const { payments, isComplete } = await readPages(this.client, { from, to }, bounds, call);
    const received = [...payments.values()].flatMap((payment) => {
      const { completedAt: settledAt, isPaid, paymentHash } = payment;
      if (!isPaid || settledAt === null || settledAt >= to) return [];
      return [{ providerRef: paymentHash, paymentHash, receivedMsat: grossMsat(payment), settledAt }];
    });
    return { payments: received, isComplete };
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async findMade(challengeId: string, call: CallLimits): Promise<CreatedInvoice | null> {
    const made = await this.client.listPayments({ externalId: challengeId, all: true }, 'create', call);
    const first = made.find((one): one is PhoenixdPayment => one !== null);
    if (first === undefined || first.invoice === null) return null;
    const { invoice, paymentHash } = first;
    return { paymentRequest: invoice, providerRef: paymentHash, claimedHash: paymentHash };
  }

  private async lookUpByPages(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<Map<PaymentHash, InvoiceState>> {
    const times = refs.map(({ createdAt }) => createdAt.getTime());
    const from = new Date(Math.min(...times) - CLOCK_OFFSET_MILLIS);
    const to = new Date(Math.max(...times) + CLOCK_OFFSET_MILLIS);
    const bounds = { pagesMax: LOOK_UP_PAGES_MAX, lane: 'look-up' } as const;
    const { payments } = await readPages(this.client, { all: true, from, to }, bounds, call, (found) =>
      refs.every(({ paymentHash }) => found.has(paymentHash)),
    );
    const states = new Map<PaymentHash, InvoiceState>();
    for (const { paymentHash } of refs) {
      const payment = payments.get(paymentHash);
      if (payment !== undefined) states.set(paymentHash, stateOfPayment(payment));
    }
    return states;
  }

  private async listMissed(cursor: MillisCursor, signal: AbortSignal): Promise<SocketNotice> {
    const from = new Date(Math.max(0, (cursor.millis ?? 0) - OVERLAP_MILLIS));
    const bounds = { pagesMax: MISSED_PAGES_MAX, lane: 'other' } as const;
    const { payments } = await readPages(this.client, { from }, bounds, { signal });
    const hints = [...payments.keys()].map((paymentHash): Hint => ({ paymentHash }));
    for (const { completedAt } of payments.values()) cursor.advance(completedAt);
    return { hints, cursor: cursor.advance(null) };
  }
}

/** How far a stream has come, by phoenixd's own clock. It only goes forward. */
class MillisCursor {
  millis: number | null;

  constructor(from: string | null) {
    this.millis = from !== null && /^\d{1,15}$/.test(from) ? Number(from) : null;
  }

  advance(to: Date | null): string | null {
    if (to !== null) this.millis = Math.max(this.millis ?? 0, to.getTime());
    return this.millis === null ? null : String(this.millis);
  }
}

function readOrNull(raw: Uint8Array): PhoenixdNotice | null {
  try {
    return readPaymentNotice(JSON.parse(Buffer.from(raw).toString('utf8')));
  } catch (error) {
    if (error instanceof ProtocolViolation || error instanceof SyntaxError) return null;
    throw error;
  }
}
