import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { EmulatedNode, NodeInvoice } from './emulated-node.js';
import { Emulator, type EmulatorAnswer, type EmulatorRequest, type TlsIdentity } from './emulator.js';
import { ClnInvoiceBook } from './cln-invoice-book.js';
import { INVOICE_RESTRICTIONS, makeRune } from './cln-runes.js';

type Parameters = Readonly<Record<string, unknown>>;

const INVOICE_METHODS: readonly string[] = ['invoice', 'listinvoices', 'waitanyinvoice'];
const LIMIT_MAX = 1_000;

/** An error as clnrest writes it. */
function clnError(status: number, code: number, message: string): EmulatorAnswer {
  return { status, body: { code, message } };
}

/**
 * The REST interface of Core Lightning (clnrest): every method is a POST that answers 201, errors are told apart by their
 * code, payments are waited for by long polls, and text must not be escaped with `\u`.
 */
export class ClnEmulator extends Emulator {
  /** Answers errors as the first clnrest did: 403, and inside a member `error`. */
  isOld = false;
  readonly book: ClnInvoiceBook;
  private readonly runes = new Map<string, readonly string[] | null>();
  private readonly polls = new Set<ServerResponse>();
  private creating: Promise<unknown> = Promise.resolve();
  private foreign = 0;

  constructor(
    private readonly node: EmulatedNode,
    tls: TlsIdentity,
  ) {
    super(tls);
    this.book = new ClnInvoiceBook(node, this.faults);
    // Every waiting poll listens.
    this.book.setMaxListeners(0);
  }

  /** Makes a rune that is good for these methods, or for all; what it says of itself are the restrictions. */
  allow(
    restrictions = INVOICE_RESTRICTIONS,
    methods: readonly string[] | null = INVOICE_METHODS,
    rune = makeRune(restrictions),
  ): string {
    this.runes.set(rune, methods);
    return rune;
  }

  /** Makes an invoice that nobody here asked for, as another program on the node would. */
  async addForeign(amountMsat = 7_000n): Promise<NodeInvoice> {
    const terms = { amountMsat, description: 'foreign', expirySeconds: 3_600 };
    const made = await this.node.createInvoice(terms, null);
    this.book.add(`foreign-${(this.foreign += 1)}`, made);
    return made;
  }

  /** Resolves when a poll waits. */
  async untilPolling(): Promise<void> {
    while (this.polls.size === 0) await once(this.book, 'polled');
  }

  /** Cuts every poll that waits, as soon as one does. */
  async dropStreams(): Promise<void> {
    await this.untilPolling();
    for (const response of this.polls) response.socket?.destroy();
  }

  /** Answers every poll that waits, as a proxy does that has waited long enough. */
  answerPolls(status: number, body: string): void {
    for (const response of this.polls) response.writeHead(status).end(body);
  }

  protected answer({ method, url, headers, body }: EmulatorRequest): Promise<EmulatorAnswer> {
    const name = url.pathname.replace(/^\/v1\//, '');
    if (method !== 'POST') return Promise.resolve({ status: 405 });
    const refusal = this.refuseFor(headers['rune'], name);
    if (refusal !== null) return Promise.resolve(refusal);
    const text = body.toString('utf8');
    if (/\\u/.test(text))
      return Promise.resolve(this.complain(500, -32_602, 'description: should be UTF-8, not \\u escapes'));
    const asked = JSON.parse(text) as Parameters;
    if (name === 'invoice') return this.createInvoice(asked);
    if (name === 'listinvoices') return this.listInvoices(asked);
    if (name === 'waitanyinvoice') return this.waitAnyInvoice(asked);
    if (name === 'listfunds') return Promise.resolve({ status: 201, body: { outputs: [], channels: [] } });
    return Promise.resolve(this.complain(404, -32_601, `Unknown command '${name}'`));
  }

  protected failure(status: number): EmulatorAnswer {
    return clnError(status, -1, 'something went wrong');
  }

  /** Core Lightning counts the calls of a rune itself. */
  protected override tooMany(): EmulatorAnswer {
    return this.complain(401, 1_502, 'Not permitted: Rate of 600 per minute exceeded');
  }

  protected override unauthorized(): EmulatorAnswer {
    return this.complain(401, 1_503, 'Not authorized: Blacklisted rune');
  }

  private complain(status: number, code: number, message: string): EmulatorAnswer {
    if (!this.isOld) return clnError(status, code, message);
    return { status: status === 401 ? 403 : status, body: { error: { code, message } } };
  }

  private refuseFor(rune: string | string[] | undefined, method: string): EmulatorAnswer | null {
    if (typeof rune !== 'string') return this.complain(403, 1_501, 'Not authorized: Missing rune');
    const methods = this.runes.get(rune);
    if (methods === undefined) return this.complain(401, 1_501, 'Not authorized: Not derived from master');
    if (methods === null || methods.includes(method)) return null;
    return this.complain(401, 1_502, 'Not permitted: method is not equal to invoice');
  }

  private createInvoice(asked: Parameters): Promise<EmulatorAnswer> {
    // One at a time, as in its database.
    const done = this.creating.then(() => this.createNext(asked));
    this.creating = done.catch(() => undefined);
    return done;
  }

  private async createNext(asked: Parameters): Promise<EmulatorAnswer> {
    const { amount_msat: amount, label, description, expiry = 604_800, preimage } = asked;
    if (typeof amount !== 'number')
      return this.complain(500, -32_602, 'amount_msat: should be a millisatoshi amount');
    const ours = typeof preimage === 'string' ? preimage : null;
    const hash = ours === null ? null : createHash('sha256').update(Buffer.from(ours, 'hex')).digest('hex');
    const exists = this.book.has(String(label), hash);
    if (exists.label) return this.complain(500, 900, `Duplicate label '${String(label)}'`);
    if (exists.hash) return this.complain(500, 901, 'preimage already used');
    const terms = {
      amountMsat: BigInt(amount),
      description: String(description),
      expirySeconds: Number(expiry),
    };
    const made = await this.node.createInvoice(
      ours === null ? terms : { ...terms, preimage: ours },
      this.faults.spoil,
    );
    const body = {
      payment_hash: made.paymentHash,
      expires_at: Math.floor(made.expiresAt.getTime() / 1000),
      bolt11: made.paymentRequest,
      payment_secret: '07'.repeat(32),
      created_index: this.book.add(String(label), made),
      warning_capacity: 'Insufficient incoming channel capacity to pay invoice',
    };
    return { status: 201, body, creates: true };
  }

  private async listInvoices(asked: Parameters): Promise<EmulatorAnswer> {
    const { label, payment_hash: hash, index = 'created', start = 1, limit = LIMIT_MAX } = asked;
    if (label !== undefined) return { status: 201, body: { invoices: await this.book.find('label', label) } };
    if (hash === undefined) {
      const by = index === 'updated' ? 'updated' : 'created';
      return { status: 201, body: { invoices: await this.book.list(by, Number(start), Number(limit)) } };
    }
    const invoices = this.faults.takeNotFound() ? [] : await this.book.find('payment_hash', hash);
    return { status: 201, body: { invoices } };
  }

  private async waitAnyInvoice(asked: Parameters): Promise<EmulatorAnswer> {
    const [after, timeout] = [Number(asked['lastpay_index'] ?? 0), Number(asked['timeout'] ?? 3_600)];
    const found = await this.book.nextPaid(after);
    if (found !== null) return { status: 201, body: found };
    const timedOut = this.complain(500, 904, 'Timed out while waiting for invoice to be paid');
    if (timeout === 0) return timedOut;
    return { status: 201, stream: (response) => this.poll(response, after, timeout, timedOut) };
  }

  private poll(response: ServerResponse, after: number, timeout: number, timedOut: EmulatorAnswer): void {
    const end = ({ status, body }: EmulatorAnswer): void => {
      if (!response.writableEnded) response.writeHead(status).end(JSON.stringify(body));
    };
    const look = (): void => {
      void this.book.nextPaid(after).then((paid) => paid !== null && end({ status: 201, body: paid }));
    };
    const timer = setTimeout(() => end(timedOut), timeout * 1000);
    this.polls.add(response);
    this.book.emit('polled');
    this.book.on('paid', look);
    response.on('close', () => {
      clearTimeout(timer);
      this.polls.delete(response);
      this.book.off('paid', look);
    });
    // It may have been paid since it was looked for.
    look();
  }
}
