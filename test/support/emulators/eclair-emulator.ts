import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Emulator, type EmulatorAnswer, type EmulatorRequest } from './emulator.js';
import { EmulatorSockets } from './emulator-sockets.js';
import type { EmulatedNode, NodeInvoice } from './emulated-node.js';

const CHECK_LOGS = 'API call failed: check logs';
const INVALID = 'The supplied authentication is invalid';
const HEX_32_BYTES = /^[0-9a-f]{64}$/;
const DAY_SECONDS = 86_400;

function timeOf(date: Date): { readonly iso: string; readonly unix: number } {
  return { iso: date.toISOString(), unix: Math.floor(date.getTime() / 1000) };
}

/** The password of an Authorization header, whatever user it names. */
function passwordOf(header: string | undefined): string {
  const [scheme, coded = ''] = (header ?? '').split(' ');
  return scheme === 'Basic'
    ? Buffer.from(coded, 'base64')
        .toString('utf8')
        .replace(/^[^:]*:/, '')
    : '';
}

/**
 * eclair: one password, whose want costs a second; forms by POST; failures without a reason, a used preimage among them;
 * invoices that show their preimage before they are paid; a web socket without pings that tells of all kinds of things.
 */
export class EclairEmulator extends Emulator {
  readonly password = randomBytes(16).toString('hex');
  readonly webSockets: EmulatorSockets;
  /** How long a wrong password is made to wait. */
  wrongPasswordMillis = 1_000;
  /** Whether the queue of the web socket is full, so that what is told gets lost. */
  dropsEvents = false;
  private readonly used = new Map<string, Promise<NodeInvoice>>();
  private readonly preimages = new Map<string, string>();
  private readonly stopListening: () => void;

  constructor(private readonly node: EmulatedNode) {
    super();
    this.webSockets = new EmulatorSockets({
      server: this.http,
      path: '/ws',
      faults: this.faults,
      refusal: ({ headers }) => (passwordOf(headers.authorization) === this.password ? null : 401),
    });
    this.stopListening = node.onSettled((paymentHash) => this.tell(paymentHash));
  }

  override async stop(): Promise<void> {
    this.stopListening();
    await super.stop();
  }

  protected failure(status: number): EmulatorAnswer {
    return { status, body: { error: status === 401 ? INVALID : CHECK_LOGS } };
  }

  protected async answer({ body, headers, method, url }: EmulatorRequest): Promise<EmulatorAnswer> {
    if (passwordOf(headers.authorization) !== this.password) {
      await wait(this.wrongPasswordMillis);
      return this.failure(401);
    }
    const form = new URLSearchParams(body.toString('utf8'));
    if (method !== 'POST')
      return { status: 405, body: { error: 'HTTP method not allowed, supported methods: POST' } };
    if (url.pathname === '/getinfo') return { status: 200, body: this.info() };
    if (url.pathname === '/createinvoice') return this.create(form);
    const isLook = url.pathname === '/getinvoice' || url.pathname === '/getreceivedinfo';
    if (!isLook) return { status: 404, body: { error: 'The requested resource could not be found.' } };
    const paymentHash = form.get('paymentHash') ?? '';
    if (!HEX_32_BYTES.test(paymentHash))
      return { status: 400, body: { error: "The form field 'paymentHash' was malformed" } };
    const invoice = this.node.find(paymentHash);
    if (invoice === null || this.faults.takeNotFound()) return { status: 404, body: { error: 'Not found' } };
    const answer =
      url.pathname === '/getinvoice' ? this.describe(invoice) : await this.describeReceived(invoice);
    return { status: 200, body: answer };
  }

  private info(): object {
    const features = { activated: { option_data_loss_protect: 'mandatory' }, unknown: [] };
    const about = { alias: 'emulated', color: '#000102', network: 'regtest', blockHeight: 144 };
    const { payee: nodeId } = this.node;
    return { version: '0.13.0-emulated', nodeId, features, ...about, publicAddresses: [] };
  }

  private async create(form: URLSearchParams): Promise<EmulatorAnswer> {
    const description = form.get('description');
    const descriptionHash = form.get('descriptionHash');
    const amountMsat = form.get('amountMsat');
    const preimage = form.get('paymentPreimage') ?? randomBytes(32).toString('hex');
    if ((description === null) === (descriptionHash === null)) return this.failure(500);
    if (Buffer.byteLength(description ?? '') > 639) return this.failure(500);
    if (!HEX_32_BYTES.test(preimage))
      return { status: 400, body: { error: "The form field 'paymentPreimage' was malformed" } };
    const paymentHash = createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex');
    const earlier = this.used.get(paymentHash);
    if (earlier !== undefined) {
      await earlier;
      return this.failure(500);
    }
    const making = this.node.createInvoice(
      {
        amountMsat: amountMsat === null ? null : BigInt(amountMsat),
        expirySeconds: Number(form.get('expireIn') ?? DAY_SECONDS),
        preimage,
        ...(description === null ? {} : { description }),
        ...(descriptionHash === null ? {} : { descriptionHash }),
      },
      this.faults.spoil,
    );
    this.used.set(paymentHash, making);
    this.preimages.set(paymentHash, preimage);
    return { status: 200, body: this.describe(await making), creates: true };
  }

  private describe(invoice: NodeInvoice): object {
    const { amountMsat, createdAt, description, expiresAt, paymentHash, paymentRequest } = invoice;
    return {
      prefix: 'lnbcrt',
      timestamp: timeOf(createdAt).unix,
      nodeId: this.node.payee,
      serialized: paymentRequest,
      description: description ?? '',
      paymentHash,
      expiry: Math.round((expiresAt.getTime() - createdAt.getTime()) / 1000),
      minFinalCltvExpiry: 18,
      ...(amountMsat === null ? {} : { amount: Number(amountMsat) }),
      features: { activated: { payment_secret: 'mandatory', basic_mpp: 'optional' }, unknown: [] },
      routingInfo: [],
    };
  }

  private async describeReceived(invoice: NodeInvoice): Promise<object> {
    const { createdAt, paymentHash } = invoice;
    const state = await this.node.stateOf(paymentHash);
    const isReceived = state?.is === 'settled' && !this.faults.pendingForever;
    const receivedAt = timeOf(state?.settledAt ?? this.node.now());
    const status = isReceived
      ? { type: 'received', amount: Number(state.receivedMsat), receivedAt }
      : { type: state?.is === 'expired' ? 'expired' : 'pending' };
    return {
      invoice: this.describe(invoice),
      paymentPreimage: this.preimages.get(paymentHash),
      paymentType: 'Standard',
      createdAt: timeOf(createdAt),
      status,
    };
  }

  private tell(paymentHash: string): void {
    if (this.faults.pendingForever || this.dropsEvents) return;
    const amount = Number(this.node.find(paymentHash)?.amountMsat ?? 0n);
    const part = { amount, fromChannelId: 'ab'.repeat(32), timestamp: timeOf(this.node.now()) };
    const relayed = { type: 'payment-relayed', paymentHash: 'cd'.repeat(32), amountIn: 2, amountOut: 1 };
    this.webSockets.broadcast(JSON.stringify(relayed));
    this.webSockets.broadcast(JSON.stringify({ type: 'payment-received', paymentHash, parts: [part] }));
  }
}
