import { createHmac, randomUUID } from 'node:crypto';
import type { EmulatedNode, NodeInvoice } from './emulated-node.js';
import { Emulator, type EmulatorAnswer, type EmulatorRequest } from './emulator.js';
import { NoticeDesk } from './notice-desk.js';

/** What keys of OpenNode may do: make charges and show them; also show everything; also withdraw. */
export type OpenNodePermission = 'invoice' | 'read' | 'withdrawals';

/** What is different about an emulated account. */
export interface OpenNodeEmulatorOptions {
  readonly node: EmulatedNode;
  readonly apiKey: string;
  readonly permission?: OpenNodePermission;
}

interface Charge {
  readonly id: string;
  readonly amountSat: number;
  readonly description: string;
  readonly orderId: string;
  readonly callbackUrl: string | null;
  readonly ttlMinutes: number;
  readonly invoice: NodeInvoice;
  /** What the chain did, which the node knows nothing of. */
  onchain: 'processing' | 'underpaid' | 'refunded' | 'paid' | null;
}

const DEFAULT_TTL_MINUTES = 1_440;
const MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Not authorized: check the permissions of your key',
  404: 'Charge not found',
  429: 'Too many requests',
};

/** OpenNode's API, as far as an account receives: `https://developers.opennode.com`. */
export class OpenNodeEmulator extends Emulator {
  /** The callbacks that went out and that are held back. */
  readonly notices = new NoticeDesk(this.faults);
  /** What the key may do. */
  permission: OpenNodePermission;
  private readonly charges = new Map<string, Charge>();
  private readonly stopListening: () => void;

  constructor(private readonly options: OpenNodeEmulatorOptions) {
    super();
    this.permission = options.permission ?? 'invoice';
    this.stopListening = options.node.onSettled((paymentHash) => {
      const charge = [...this.charges.values()].find((one) => one.invoice.paymentHash === paymentHash);
      if (charge !== undefined && !this.faults.pendingForever) void this.tell(charge, 'paid');
    });
  }

  override async stop(): Promise<void> {
    this.stopListening();
    await super.stop();
  }

  /** The charge for an order; throws if there is none. */
  chargeOf(orderId: string): string {
    const charge = [...this.charges.values()].find((one) => one.orderId === orderId);
    if (charge === undefined) throw new Error('there is no such charge');
    return charge.id;
  }

  /** The charge whose invoice has that hash; throws if there is none. */
  chargeFor(paymentHash: string): string {
    const charge = [...this.charges.values()].find(({ invoice }) => invoice.paymentHash === paymentHash);
    if (charge === undefined) throw new Error('there is no such charge');
    return charge.id;
  }

  /** Lets the chain do something to a charge, and tells of it. */
  async moveOnchain(id: string, onchain: NonNullable<Charge['onchain']>): Promise<void> {
    const charge = this.charges.get(id);
    if (charge === undefined) throw new Error('there is no such charge');
    charge.onchain = onchain;
    await this.tell(charge, onchain);
  }

  /** Sends the callback of a charge with that status, signed as OpenNode signs: the id only. */
  async tell(charge: Pick<Charge, 'id'>, status: string): Promise<void> {
    const found = this.charges.get(charge.id);
    if (found === undefined) throw new Error('there is no such charge');
    const { id, callbackUrl, orderId, description, amountSat } = found;
    const key = this.faults.forgedWebhook ? 'not the key' : this.options.apiKey;
    const form = new URLSearchParams({
      id,
      callback_url: callbackUrl ?? 'N/A',
      success_url: 'N/A',
      status,
      order_id: orderId,
      description,
      price: String(amountSat),
      fee: '0',
      auto_settle: 'false',
      hashed_order: createHmac('sha256', key).update(id).digest('hex'),
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await this.notices.send({ url: callbackUrl, raw: Buffer.from(form.toString()), headers });
  }

  protected override async answer(request: EmulatorRequest): Promise<EmulatorAnswer> {
    const { method, url, headers } = request;
    if (headers.authorization !== this.options.apiKey) return this.failure(401);
    if (method === 'POST' && url.pathname === '/v1/charges') return this.create(request);
    const id = /^\/v1\/charge\/([\w-]+)$/.exec(url.pathname)?.[1];
    if (method === 'GET' && id !== undefined) return this.show(id);
    if (method === 'GET' && url.pathname === '/v1/withdrawals')
      return this.permission === 'invoice' ? this.failure(403) : { status: 200, body: { data: [] } };
    return this.failure(404);
  }

  protected override failure(status: number): EmulatorAnswer {
    return refusal(status, MESSAGES[status] ?? 'Internal server error');
  }

  private async create({ body }: EmulatorRequest): Promise<EmulatorAnswer> {
    const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const { amount, description = '', order_id: orderId = 'N/A', callback_url: callback } = asked;
    const { ttl = DEFAULT_TTL_MINUTES } = asked;
    if (typeof amount !== 'number' || !Number.isInteger(amount) || amount < 1)
      return refusal(400, 'Invalid amount');
    if (typeof ttl !== 'number' || !Number.isInteger(ttl) || ttl < 1) return refusal(400, 'Invalid ttl');
    const invoice = await this.options.node.createInvoice(
      { amountMsat: BigInt(amount) * 1_000n, description: String(description), expirySeconds: ttl * 60 },
      this.faults.spoil,
    );
    const charge: Charge = {
      id: randomUUID(),
      amountSat: amount,
      description: String(description),
      orderId: String(orderId),
      callbackUrl: typeof callback === 'string' ? callback : null,
      ttlMinutes: ttl,
      invoice,
      onchain: null,
    };
    this.charges.set(charge.id, charge);
    return { status: 201, body: { data: await this.json(charge) }, creates: true };
  }

  private async show(id: string): Promise<EmulatorAnswer> {
    const charge = this.charges.get(id);
    if (charge === undefined || this.faults.takeNotFound()) return this.failure(404);
    return { status: 200, body: { data: await this.json(charge) } };
  }

  private async json(charge: Charge): Promise<object> {
    const { id, amountSat, description, orderId, callbackUrl, ttlMinutes, invoice } = charge;
    const { paymentRequest, createdAt, expiresAt } = invoice;
    const state = await this.options.node.stateOf(invoice.paymentHash);
    const settledAt = state?.settledAt ?? null;
    return {
      id,
      description,
      amount: amountSat,
      status: this.statusOf(charge, state?.is ?? 'open'),
      order_id: orderId,
      callback_url: callbackUrl,
      fiat_value: (amountSat / 1e3).toFixed(2),
      created_at: Math.floor(createdAt.getTime() / 1_000),
      ttl: ttlMinutes,
      hosted_checkout_url: `https://checkout.opennode.com/${id}`,
      lightning_invoice: {
        expires_at: Math.floor(expiresAt.getTime() / 1_000),
        payreq: paymentRequest,
        ...(settledAt === null ? {} : { settled_at: Math.floor(settledAt.getTime() / 1_000) }),
      },
      chain_invoice: { address: 'bcrt1qexampleexampleexampleexampleexampleexam' },
      ...(charge.onchain === null
        ? {}
        : { transactions: [{ address: 'bcrt1q', tx: 'ab', amount: amountSat }] }),
      uri: `bitcoin:bcrt1q?amount=${amountSat / 1e8}&lightning=${paymentRequest}`,
    };
  }

  /** Lightning goes straight from unpaid to paid; a payment under way cannot be told from none. */
  private statusOf({ onchain }: Charge, state: string): string {
    if (onchain !== null) return onchain;
    if (state === 'settled') return this.faults.pendingForever ? 'processing' : 'paid';
    return state === 'expired' ? 'expired' : state === 'cancelled' ? 'refunded' : 'unpaid';
  }
}

function refusal(status: number, message: string): EmulatorAnswer {
  return { status, body: { success: false, message } };
}
