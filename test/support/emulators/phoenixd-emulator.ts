import { createHmac, randomBytes } from 'node:crypto';
import { Emulator, type EmulatorAnswer, type EmulatorRequest } from './emulator.js';
import { EmulatorSockets } from './emulator-sockets.js';
import type { EmulatedNode, NodeInvoice } from './emulated-node.js';
import { NoticeDesk } from './notice-desk.js';

interface Metadata {
  readonly externalId: string | null;
  readonly webhookUrl: string | null;
}

const UNAUTHORIZED = 'Invalid authentication (use basic auth with the http password set in phoenix.conf)';
const FULL_ACCESS = [
  '/payinvoice',
  '/payoffer',
  '/paylnaddress',
  '/lnurlpay',
  '/lnurlauth',
  '/sendtoaddress',
];
const DESCRIPTION_CHARS_MAX = 128;

function refuse(status: number, body: string): EmulatorAnswer {
  return { status, body, headers: { 'content-type': 'text/plain; charset=UTF-8' } };
}

function json(value: unknown, creates = false): EmulatorAnswer {
  return { status: 200, body: JSON.stringify(value, null, 4), creates };
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
 * phoenixd 0.8: Basic authentication with a full and a limited password, errors as plain text, invoices that show their
 * preimage before they are paid and can be made twice with one `externalId`, notices that are signed and sent once, by
 * webhook and web socket.
 */
export class PhoenixdEmulator extends Emulator {
  readonly password = randomBytes(32).toString('hex');
  readonly limitedPassword = randomBytes(32).toString('hex');
  readonly webhookSecret = randomBytes(32).toString('hex');
  readonly notices = new NoticeDesk(this.faults);
  readonly webSockets: EmulatorSockets;
  /** What phoenixd keeps back of a payment for liquidity, in millisatoshis, by payment hash. */
  readonly liquidityFees = new Map<string, bigint>();
  private readonly metadata = new Map<string, Metadata>();
  private readonly preimages = new Map<string, string>();
  private readonly stopListening: () => void;
  private telling: Promise<void> = Promise.resolve();

  constructor(private readonly node: EmulatedNode) {
    super();
    this.webSockets = new EmulatorSockets({
      server: this.http,
      path: '/websocket',
      faults: this.faults,
      refusal: ({ headers }) => (this.knows(passwordOf(headers.authorization)) ? null : 401),
      pingMillis: 10_000,
    });
    this.stopListening = node.onSettled((paymentHash) => {
      this.telling = this.telling.then(() => this.tell(paymentHash));
    });
  }

  /** Resolves when everybody was told of what has been paid. */
  untilTold(): Promise<void> {
    return this.telling;
  }

  override async stop(): Promise<void> {
    this.stopListening();
    await super.stop();
  }

  protected failure(status: number): EmulatorAnswer {
    return refuse(status, status === 401 ? UNAUTHORIZED : 'phoenixd says nothing more');
  }

  protected async answer(request: EmulatorRequest): Promise<EmulatorAnswer> {
    const { headers, method } = request;
    const { pathname } = request.url;
    const given = passwordOf(headers.authorization);
    const isFull = given === this.password;
    if (!this.knows(given)) return refuse(401, UNAUTHORIZED);
    if (method === 'POST' && FULL_ACCESS.includes(pathname))
      return isFull ? refuse(400, 'Request parameter lnurl is missing') : refuse(401, UNAUTHORIZED);
    if (method === 'GET' && pathname === '/getinfo') return this.info();
    if (method === 'POST' && pathname === '/createinvoice') return this.create(request.body);
    if (method === 'GET' && pathname === '/payments/incoming') return this.list(request.url.searchParams);
    const [, hash] = /^\/payments\/incoming\/([^/]+)$/.exec(pathname) ?? [];
    if (method === 'GET' && hash !== undefined) return this.look(hash);
    return refuse(404, 'Unknown endpoint (check api doc)');
  }

  private knows(password: string): boolean {
    return password === this.password || password === this.limitedPassword;
  }

  private info(): EmulatorAnswer {
    const about = { chain: 'regtest', blockHeight: 144, version: '0.8.0-emulated' };
    return json({ nodeId: this.node.payee, channels: [], ...about });
  }

  private async create(body: Buffer): Promise<EmulatorAnswer> {
    const form = new URLSearchParams(body.toString('utf8'));
    const amountSat = form.get('amountSat');
    const description = form.get('description');
    const descriptionHash = form.get('descriptionHash');
    if (amountSat !== null && !/^\d+$/.test(amountSat))
      return refuse(400, "Request parameter amountSat couldn't be parsed/converted to integer");
    if ((description?.length ?? 0) > DESCRIPTION_CHARS_MAX)
      return refuse(400, 'Request parameter description is too long (max 128 characters)');
    if ((description === null) === (descriptionHash === null))
      return refuse(400, 'Must provide either a description or descriptionHash');
    const preimage = randomBytes(32).toString('hex');
    const made = await this.node.createInvoice(
      {
        amountMsat: amountSat === null ? null : BigInt(amountSat) * 1_000n,
        expirySeconds: Number(form.get('expirySeconds') ?? 3_600),
        preimage,
        ...(description === null ? {} : { description }),
        ...(descriptionHash === null ? {} : { descriptionHash }),
      },
      this.faults.spoil,
    );
    const { paymentHash, paymentRequest: serialized } = made;
    this.preimages.set(paymentHash, preimage);
    this.metadata.set(paymentHash, {
      externalId: form.get('externalId'),
      webhookUrl: form.get('webhookUrl'),
    });
    return json(
      { ...(amountSat === null ? {} : { amountSat: Number(amountSat) }), paymentHash, serialized },
      true,
    );
  }

  private async look(paymentHash: string): Promise<EmulatorAnswer> {
    const invoice = this.node.find(paymentHash);
    if (invoice === null || this.faults.takeNotFound()) return refuse(404, 'Not found');
    return json(await this.describe(invoice));
  }

  private async list(query: URLSearchParams): Promise<EmulatorAnswer> {
    const isAll = query.get('all') === 'true';
    const externalId = query.get('externalId');
    const from = Number(query.get('from') ?? 0);
    const to = Number(query.get('to') ?? this.node.now().getTime());
    const offset = Number(query.get('offset') ?? 0);
    const mine = this.node
      .all()
      .filter(
        ({ paymentHash }) => externalId === null || this.metadata.get(paymentHash)?.externalId === externalId,
      );
    const described = await Promise.all(mine.map((invoice) => this.describe(invoice)));
    const timeOf = (one: (typeof described)[number]): number =>
      isAll ? one.createdAt : (one.completedAt ?? -1);
    const found = described
      .filter((one) => timeOf(one) >= from && timeOf(one) <= to)
      .reverse()
      .sort((one, other) => timeOf(other) - timeOf(one));
    const page = found.slice(offset, offset + Number(query.get('limit') ?? 20));
    return json(this.faults.partial ? page.filter((_, index) => index % 2 === 0) : page);
  }

  private async describe(invoice: NodeInvoice) {
    const { amountMsat, createdAt, description, expiresAt, paymentHash, paymentRequest } = invoice;
    const state = await this.node.stateOf(paymentHash);
    const isPaid = state?.is === 'settled' && !this.faults.pendingForever;
    const fees = isPaid ? (this.liquidityFees.get(paymentHash) ?? 0n) : 0n;
    const received = isPaid ? state.receivedMsat - fees : 0n;
    return {
      type: 'incoming_payment',
      subType: 'lightning',
      paymentHash,
      preimage: invoice.preimage ?? this.preimages.get(paymentHash),
      externalId: this.metadata.get(paymentHash)?.externalId ?? undefined,
      description: description ?? undefined,
      invoice: paymentRequest,
      isPaid,
      isExpired: expiresAt < this.node.now(),
      requestedSat: amountMsat === null ? undefined : Number(amountMsat / 1_000n),
      receivedSat: Number(received / 1_000n),
      fees: Number(fees),
      expiresAt: expiresAt.getTime(),
      completedAt: isPaid ? (state.settledAt ?? this.node.now()).getTime() : undefined,
      createdAt: createdAt.getTime(),
    };
  }

  private async tell(paymentHash: string): Promise<void> {
    const known = this.metadata.get(paymentHash);
    const invoice = this.node.find(paymentHash);
    if (known === undefined || invoice === null || this.faults.pendingForever) return;
    const { completedAt, receivedSat: amountSat } = await this.describe(invoice);
    const externalId = known.externalId ?? undefined;
    const event = { type: 'payment_received', timestamp: completedAt, amountSat, paymentHash, externalId };
    const text = JSON.stringify(event, null, 4);
    this.webSockets.broadcast(text);
    const key = this.faults.forgedWebhook ? 'not the secret' : this.webhookSecret;
    const signature = createHmac('sha256', key).update(text).digest('hex');
    const headers = { 'content-type': 'application/json', 'x-phoenix-signature': signature };
    if (known.webhookUrl !== null)
      await this.notices.send({ url: known.webhookUrl, raw: Buffer.from(text), headers });
  }
}
