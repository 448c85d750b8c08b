import type { EmulatedNode, NodeInvoice } from './emulated-node.js';
import { Emulator, type EmulatorAnswer, type EmulatorRequest, type TlsIdentity } from './emulator.js';
import { LND_ERRORS, lndError } from './lnd-errors.js';
import { LndInvoiceBook } from './lnd-invoice-book.js';
import { bakeMacaroon, INVOICE_OPERATIONS, type LndOperations } from './lnd-macaroons.js';
import { LndSubscriptions } from './lnd-subscriptions.js';

/** The creation as LND takes it, as far as it is looked at. */
interface AddInvoice {
  readonly value?: string;
  readonly value_msat?: string;
  readonly memo?: string;
  readonly expiry?: string;
  readonly r_preimage?: string;
  readonly private?: boolean;
}

const MEMO_BYTES_MAX = 1_024;

/**
 * LND's REST interface: 64-bit numbers are texts, bytes are base64, errors are told apart by their text, the preimage of
 * an open invoice is told, and the stream of invoices sends no header before its first event.
 */
export class LndEmulator extends Emulator {
  /** What every call is refused with, in LND's words; null: none is. */
  refusal: string | null = null;
  /** Whether new invoices were asked to tell of private channels, in order. */
  readonly privates: boolean[] = [];
  readonly subscriptions: LndSubscriptions;
  private readonly book: LndInvoiceBook;
  private readonly macaroons = new Map<string, LndOperations>();
  private creating: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly node: EmulatedNode,
    tls: TlsIdentity,
  ) {
    super(tls);
    this.book = new LndInvoiceBook(node, this.faults);
    this.subscriptions = new LndSubscriptions(this.book);
  }

  /** Bakes a macaroon, as hex digits. */
  bake(operations: LndOperations = INVOICE_OPERATIONS, macaroon = bakeMacaroon(operations)): string {
    this.macaroons.set(macaroon, operations);
    return macaroon;
  }

  /** Makes an invoice that nobody here asked for, as another program on the node would. */
  async addForeign(amountMsat = 7_000n): Promise<NodeInvoice> {
    return this.make({ amountMsat, description: 'foreign', expirySeconds: 3_600 });
  }

  /** Cuts every stream. */
  dropStreams(): void {
    this.subscriptions.drop();
  }

  protected answer(request: EmulatorRequest): Promise<EmulatorAnswer> {
    const { method, url, headers } = request;
    if (this.refusal !== null) return Promise.resolve(lndError(this.refusal));
    const call = `${method} ${url.pathname.replace(/\/invoice\/.*/, '/invoice/*')}`;
    const right = RIGHTS[call];
    if (right === undefined) return Promise.resolve(lndError('Not Found', 5, 404));
    const complaint = this.refuseFor(headers['grpc-metadata-macaroon'], right);
    if (complaint !== null) return Promise.resolve(lndError(complaint));
    if (call === 'POST /v1/invoices')
      return this.addInvoice(JSON.parse(request.body.toString()) as AddInvoice);
    if (call === 'GET /v1/invoice/*') return this.lookUp(url.pathname.slice('/v1/invoice/'.length));
    if (call === 'GET /v1/invoices') return this.list(url.searchParams);
    if (call === 'GET /v1/invoices/subscribe')
      return Promise.resolve(this.subscriptions.open(url.searchParams));
    return Promise.resolve({ status: 200, body: { balance: '0', local_balance: { sat: '0', msat: '0' } } });
  }

  protected failure(status: number): EmulatorAnswer {
    if (status === 429) return lndError(LND_ERRORS.tooMany, 8, 429);
    return lndError(LND_ERRORS.internal, status === 503 ? 14 : 2, status);
  }

  protected override unauthorized(): EmulatorAnswer {
    return lndError(LND_ERRORS.badSignature);
  }

  /** LND's complaint about a macaroon, null if it allows the call. */
  private refuseFor(macaroon: string | string[] | undefined, right: Right): string | null {
    if (typeof macaroon !== 'string') return LND_ERRORS.noMacaroon;
    const operations = this.macaroons.get(macaroon);
    if (operations === undefined) return LND_ERRORS.badSignature;
    const [entity, action, uri] = right;
    const isAllowed =
      operations[entity]?.includes(action) === true || operations['uri']?.includes(uri) === true;
    return isAllowed ? null : LND_ERRORS.denied;
  }

  private addInvoice(asked: AddInvoice): Promise<EmulatorAnswer> {
    // One at a time, as in LND's database.
    const done = this.creating.then(() => this.addNext(asked));
    this.creating = done.catch(() => undefined);
    return done;
  }

  private async addNext(asked: AddInvoice): Promise<EmulatorAnswer> {
    const { value, value_msat: msat, memo = '', expiry = '86400', r_preimage: preimage } = asked;
    if (value !== undefined && msat !== undefined) return lndError(LND_ERRORS.amounts);
    if (Buffer.byteLength(memo) > MEMO_BYTES_MAX) return lndError(LND_ERRORS.memo);
    const amount = msat === undefined ? BigInt(value ?? '0') * 1_000n : BigInt(msat);
    const ours = preimage === undefined ? null : Buffer.from(preimage, 'base64').toString('hex');
    if (ours !== null && this.book.hasPreimage(ours)) return lndError(LND_ERRORS.exists);
    const terms = {
      amountMsat: amount === 0n ? null : amount,
      description: memo,
      expirySeconds: Number(expiry),
    };
    this.privates.push(asked.private === true);
    const made = await this.make(ours === null ? terms : { ...terms, preimage: ours });
    const body = {
      r_hash: Buffer.from(made.paymentHash, 'hex').toString('base64'),
      payment_request: made.paymentRequest,
      add_index: this.book.addIndexOf(made.paymentHash).toString(),
      payment_addr: Buffer.alloc(32, 7).toString('base64'),
    };
    return { status: 200, body, creates: true };
  }

  private async make(terms: Parameters<EmulatedNode['createInvoice']>[0]): Promise<NodeInvoice> {
    const made = await this.node.createInvoice(terms, this.faults.spoil);
    await this.book.add(made);
    return made;
  }

  private async lookUp(hash: string): Promise<EmulatorAnswer> {
    const entry = this.faults.takeNotFound() ? null : await this.book.entry(hash);
    return entry === null ? lndError(LND_ERRORS.notFound, 5, 404) : { status: 200, body: entry };
  }

  private async list(query: URLSearchParams): Promise<EmulatorAnswer> {
    const before = Number(query.get('index_offset') ?? '0');
    const max = Number(query.get('num_max_invoices') ?? '100');
    return { status: 200, body: await this.book.pageBefore(before === 0 ? Infinity : before, max) };
  }
}

type Right = readonly [entity: string, action: string, uri: string];

const RIGHTS: Readonly<Record<string, Right>> = {
  'POST /v1/invoices': ['invoices', 'write', '/lnrpc.Lightning/AddInvoice'],
  'GET /v1/invoice/*': ['invoices', 'read', '/lnrpc.Lightning/LookupInvoice'],
  'GET /v1/invoices': ['invoices', 'read', '/lnrpc.Lightning/ListInvoices'],
  'GET /v1/invoices/subscribe': ['invoices', 'read', '/lnrpc.Lightning/SubscribeInvoices'],
  'GET /v1/balance/channels': ['offchain', 'read', '/lnrpc.Lightning/ChannelBalance'],
};
