import { randomUUID } from 'node:crypto';
import type { EmulatedNode } from './emulated-node.js';
import { Emulator, type EmulatorAnswer, type EmulatorRequest } from './emulator.js';
import { StrikeBooks } from './strike-books.js';
import { STRIKE_LIMITS, StrikeLimiter, type StrikeLimit } from './strike-limits.js';
import { sendWithFetch, STRIKE_RETRY_SECONDS, StrikeNotices, type NoticeSender } from './strike-notices.js';
import { StrikeQuotes } from './strike-quotes.js';
import { strikeError, StrikeRefusal } from './strike-refusal.js';
import { readStrikeBody, readStrikeMsat, readSubscriptionBody } from './strike-requests.js';

/** The scopes that a key for receiving has. */
export const STRIKE_SCOPES: readonly string[] = [
  'partner.receive-request.create',
  'partner.receive-request.read',
  'partner.webhooks.manage',
  'partner.invoice.create',
  'partner.invoice.read',
  'partner.invoice.quote.generate',
];

/** What is different about an emulated account. */
export interface StrikeEmulatorOptions {
  readonly node: EmulatedNode;
  readonly apiKey: string;
  readonly scopes?: readonly string[];
  /** The clock of limits and notices; the node has its own. */
  readonly now?: () => Date;
  readonly limits?: Readonly<Record<'quoting' | 'others', StrikeLimit>>;
  readonly send?: NoticeSender;
  readonly retrySeconds?: readonly number[];
}

type Handler = (request: EmulatorRequest, id: string) => Promise<EmulatorAnswer> | EmulatorAnswer;

const SUBSCRIPTIONS_MAX = 50;
const PAGE_MAX = 100;
const ID = '([0-9a-f-]{36})';

/** Strike's API, as far as an account receives: `https://docs.strike.me`. */
export class StrikeEmulator extends Emulator {
  readonly books: StrikeBooks;
  readonly quotes: StrikeQuotes;
  readonly notices: StrikeNotices;
  /** How long quotes live. Within bitcoin an hour, across currencies half a minute. */
  quoteSeconds = 3_600;
  /** Every call is answered with 503 and `MAINTENANCE_MODE`. */
  isInMaintenance = false;
  /** How many receives a page holds at most, whatever is asked for. */
  pageMax = PAGE_MAX;
  /** The counts behind the account's limits. */
  readonly limiters: Readonly<Record<'quoting' | 'others', StrikeLimiter>>;
  private readonly stopListening: () => void;
  private readonly routes: readonly (readonly [string, RegExp, string, Handler])[];

  constructor(private readonly options: StrikeEmulatorOptions) {
    super();
    const { node, now = () => new Date(), limits = STRIKE_LIMITS } = options;
    const { send = sendWithFetch, retrySeconds = STRIKE_RETRY_SECONDS } = options;
    this.books = new StrikeBooks(node);
    this.quotes = new StrikeQuotes(node, () => this.quoteSeconds);
    this.notices = new StrikeNotices(this.faults, now, send, retrySeconds);
    this.limiters = {
      quoting: new StrikeLimiter(limits.quoting, now),
      others: new StrikeLimiter(limits.others, now),
    };
    this.stopListening = node.onSettled((paymentHash) => this.tell(paymentHash));
    this.routes = [
      ['POST', /^\/v1\/receive-requests$/, 'partner.receive-request.create', (asked) => this.create(asked)],
      [
        'GET',
        /^\/v1\/receive-requests\/receives$/,
        'partner.receive-request.read',
        (asked) => this.list(asked),
      ],
      ['POST', /^\/v1\/invoices$/, 'partner.invoice.create', (asked) => this.createInvoice(asked)],
      ['GET', /^\/v1\/invoices$/, 'partner.invoice.read', (asked) => this.findInvoices(asked)],
      ['GET', route('invoices'), 'partner.invoice.read', (_asked, id) => this.showInvoice(id)],
      ['POST', route('invoices', '/quote'), 'partner.invoice.quote.generate', (_asked, id) => this.quote(id)],
      [
        'POST',
        /^\/v1\/payment-quotes\/lightning$/,
        'partner.payment-quote.lightning.create',
        () => strikeError(400, 'INVALID_DATA', { lnInvoice: ['INVALID_DATA_REQUIRED'] }),
      ],
      ['GET', /^\/v1\/subscriptions$/, 'partner.webhooks.manage', () => this.showSubscriptions()],
      ['POST', /^\/v1\/subscriptions$/, 'partner.webhooks.manage', (asked) => this.subscribe(asked)],
      ['PATCH', route('subscriptions'), 'partner.webhooks.manage', (asked, id) => this.change(asked, id)],
      ['DELETE', route('subscriptions'), 'partner.webhooks.manage', (_asked, id) => this.unsubscribe(id)],
    ];
  }

  /** Sends the notices that are due; see `StrikeNotices`. */
  deliver(): Promise<readonly number[]> {
    return this.notices.deliver();
  }

  override async stop(): Promise<void> {
    this.stopListening();
    await super.stop();
  }

  protected override async answer(request: EmulatorRequest): Promise<EmulatorAnswer> {
    const { method, url, headers } = request;
    if (headers.authorization !== `Bearer ${this.options.apiKey}`) return this.failure(401);
    const isQuoting = method === 'POST' && /^\/v1\/(invoices|payment-quotes)\b/.test(url.pathname);
    if (!this.limiters[isQuoting ? 'quoting' : 'others'].take()) return this.tooMany();
    if (this.isInMaintenance) return strikeError(503, 'MAINTENANCE_MODE');
    for (const [verb, path, scope, handler] of this.routes) {
      const match = path.exec(url.pathname);
      if (verb !== method || match === null) continue;
      if (!(this.options.scopes ?? STRIKE_SCOPES).includes(scope)) return this.failure(403);
      try {
        return await handler(request, match[1] ?? '');
      } catch (error) {
        if (error instanceof StrikeRefusal) return error.answer;
        throw error;
      }
    }
    return this.failure(404);
  }

  protected override failure(status: number): EmulatorAnswer {
    return strikeError(status);
  }

  private tell(paymentHash: string): void {
    const request = this.books.requestOf(paymentHash);
    const state = this.faults.pendingForever ? 'pending' : 'completed';
    if (request !== null)
      this.notices.emit(`receive-request.receive-${state}`, request.id, { receiveId: request.receiveId });
    const invoiceId = this.quotes.invoiceOf(paymentHash);
    if (invoiceId !== null) this.notices.emit('invoice.updated', invoiceId);
  }

  private async create(request: EmulatorRequest): Promise<EmulatorAnswer> {
    const { bolt11, targetCurrency } = readStrikeBody(request);
    const terms = bolt11 as { amount?: unknown; description?: unknown; expiryInSeconds?: unknown };
    const { description, expiryInSeconds = 3_600 } = terms;
    if (description !== undefined) requireText(description, 250);
    const made = await this.books.create(
      {
        amountMsat: terms.amount === undefined ? null : readStrikeMsat(terms.amount),
        description: typeof description === 'string' ? description : '',
        expirySeconds: Number(expiryInSeconds),
        targetCurrency: typeof targetCurrency === 'string' ? targetCurrency : 'BTC',
      },
      this.faults.spoil,
    );
    return { status: 201, body: made, creates: true };
  }

  private async list({ url }: EmulatorRequest): Promise<EmulatorAnswer> {
    const ids = url.searchParams.getAll('$receiveRequestId');
    if (!ids.every((id) => new RegExp(`^${ID}$`, 'i').test(id)))
      return strikeError(400, 'INVALID_DATA_QUERY', { $receiveRequestId: ['INVALID_DATA_FORMAT'] });
    const [skip, top] = ['$skip', '$top'].map((name) => Number(url.searchParams.get(name) ?? 0));
    if ((top ?? 0) > PAGE_MAX)
      return strikeError(400, 'INVALID_DATA_QUERY', { $top: ['INVALID_DATA_RANGE'] });
    const { faults } = this;
    if (faults.takeNotFound()) return { status: 200, body: { items: [], count: 0 } };
    const found = await this.books.receives(ids, faults.pendingForever);
    if (faults.partial) return { status: 200, body: { items: [], count: found.length + 1 } };
    const size = Math.min(top === 0 ? PAGE_MAX : (top ?? PAGE_MAX), this.pageMax);
    return { status: 200, body: { items: found.slice(skip, (skip ?? 0) + size), count: found.length } };
  }

  private async createInvoice(request: EmulatorRequest): Promise<EmulatorAnswer> {
    const { correlationId, amount, description } = readStrikeBody(request);
    if (correlationId !== undefined) requireText(correlationId, 40);
    if (description !== undefined) requireText(description, 200);
    const id = this.quotes.create(
      typeof correlationId === 'string' ? correlationId : null,
      readStrikeMsat(amount),
      typeof description === 'string' ? description : '',
    );
    if (id === null) return strikeError(409, 'DUPLICATE_INVOICE');
    return { status: 201, body: await this.quotes.show(id, false), creates: true };
  }

  private async findInvoices({ url }: EmulatorRequest): Promise<EmulatorAnswer> {
    const filter = /^correlationId eq '([^']+)'$/.exec(url.searchParams.get('$filter') ?? '');
    if (filter === null) return strikeError(400, 'INVALID_DATA_QUERY', { $filter: ['INVALID_DATA_FORMAT'] });
    const id = this.quotes.find(filter[1] ?? '');
    const items = id === null ? [] : [await this.quotes.show(id, this.faults.pendingForever)];
    return { status: 200, body: { items, count: items.length } };
  }

  private async showInvoice(id: string): Promise<EmulatorAnswer> {
    const shown = this.faults.takeNotFound() ? null : await this.quotes.show(id, this.faults.pendingForever);
    return shown === null ? strikeError(404, 'NOT_FOUND') : { status: 200, body: shown };
  }

  private async quote(id: string): Promise<EmulatorAnswer> {
    const made = await this.quotes.quote(id, this.faults.spoil);
    return made === null ? strikeError(404, 'NOT_FOUND') : { status: 201, body: made, creates: true };
  }

  private showSubscriptions(): EmulatorAnswer {
    const body = [...this.notices.subscriptions.values()].map(({ secret: _secret, ...shown }) => shown);
    return { status: 200, body };
  }

  private subscribe(request: EmulatorRequest): EmulatorAnswer {
    const { subscriptions } = this.notices;
    if (subscriptions.size >= SUBSCRIPTIONS_MAX) return strikeError(422, 'UNPROCESSABLE_ENTITY');
    const id = randomUUID();
    const created = new Date().toISOString();
    const { secret, ...shown } = { id, created, ...readSubscriptionBody(request) };
    subscriptions.set(id, { ...shown, secret });
    return { status: 201, body: shown };
  }

  private change(request: EmulatorRequest, id: string): EmulatorAnswer {
    const found = this.notices.subscriptions.get(id);
    if (found === undefined) return strikeError(404, 'NOT_FOUND');
    const { secret, ...shown } = Object.assign(found, readSubscriptionBody(request));
    return { status: 200, body: secret === '' ? {} : shown };
  }

  private unsubscribe(id: string): EmulatorAnswer {
    return this.notices.subscriptions.delete(id) ? { status: 204, body: '' } : strikeError(404, 'NOT_FOUND');
  }
}

function route(collection: string, tail = ''): RegExp {
  return new RegExp(`^/v1/${collection}/${ID}${tail}$`);
}

function requireText(value: unknown, charsMax: number): void {
  const isText = typeof value === 'string' && value.length >= 1 && value.length <= charsMax;
  if (!isText) throw new StrikeRefusal(400, 'INVALID_DATA', { description: ['INVALID_DATA_LENGTH'] });
}
