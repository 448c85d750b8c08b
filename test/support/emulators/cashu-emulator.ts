import { randomUUID } from 'node:crypto';
import { Emulator, type EmulatorAnswer, type EmulatorRequest } from './emulator.js';
import type { EmulatedNode } from './emulated-node.js';

interface Quote {
  readonly id: string;
  readonly paymentHash: string;
  readonly amount: number;
  readonly pubkey: string | null;
  isIssued: boolean;
}

/** An error of the protocol: HTTP 400 with a code of its list. */
function complain(code: number, detail: string, status = 400): EmulatorAnswer {
  return { status, body: { detail, code } };
}

/**
 * A Cashu mint as far as quotes go (NUT-04, NUT-06, NUT-20, NUT-23). It can leave quotes unlocked, know no descriptions
 * and count what was paid instead of naming a state, as mints do.
 */
export class CashuEmulator extends Emulator {
  /** Whether the mint says that it locks quotes, and whether it does. */
  announcesLocks = true;
  locks = true;
  takesDescriptions = true;
  /** Whether answers have a `state`, and whether they count what was paid. */
  namesState = true;
  countsPaid = true;
  isDisabled = false;
  minAmount = 1;
  maxAmount = 1_000_000;
  /** Seconds: the mint, not who asks, says how long an invoice lives. */
  expirySeconds = 600;
  /** Every id of a quote, which is nobody else's to know. */
  readonly quoteIds: string[] = [];
  private readonly quotes = new Map<string, Quote>();

  constructor(private readonly node: EmulatedNode) {
    super();
  }

  /** Marks the tokens of a paid quote as minted. */
  issue(quoteId: string): void {
    const quote = this.quotes.get(quoteId);
    if (quote === undefined) throw new Error('there is no such quote');
    quote.isIssued = true;
  }

  protected failure(status: number): EmulatorAnswer {
    return complain(status === 401 ? 30_001 : 0, 'The mint has a problem.', status);
  }

  protected async answer({ body, method, url }: EmulatorRequest): Promise<EmulatorAnswer> {
    if (method === 'GET' && url.pathname === '/v1/info') return { status: 200, body: this.info() };
    if (method === 'POST' && url.pathname === '/v1/mint/quote/bolt11') return this.create(body);
    const [, id] = /^\/v1\/mint\/quote\/bolt11\/([^/]+)$/.exec(url.pathname) ?? [];
    if (method !== 'GET' || id === undefined) return { status: 404, body: { detail: 'Not Found' } };
    const quote = this.quotes.get(id);
    if (quote === undefined || this.faults.takeNotFound()) return complain(0, 'quote not found');
    return { status: 200, body: await this.describe(quote) };
  }

  private info(): object {
    const { maxAmount: max_amount, minAmount: min_amount } = this;
    const options = { description: this.takesDescriptions };
    const methods = [
      { method: 'bolt11', unit: 'usd', min_amount: 1, max_amount: 10 },
      { method: 'bolt11', unit: 'sat', min_amount, max_amount, options },
    ];
    const locks = this.announcesLocks ? { '20': { supported: true } } : {};
    const nuts = { '4': { methods, disabled: this.isDisabled }, '7': { supported: true }, ...locks };
    return { name: 'Emulated mint', pubkey: '02'.padEnd(66, 'ab'), version: 'Emulated/0.1.0', nuts };
  }

  private async create(body: Buffer): Promise<EmulatorAnswer> {
    const asked = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    const { amount, description = null, pubkey = null, unit } = asked;
    if (this.isDisabled) return complain(20_003, 'Minting is disabled');
    if (unit !== 'sat') return complain(11_013, 'Unit in request is not supported');
    if (typeof amount !== 'number' || amount < this.minAmount || amount > this.maxAmount)
      return complain(11_006, 'Amount outside of limit range');
    if (description !== null && !this.takesDescriptions)
      return complain(0, 'Backend does not support descriptions.');
    const { paymentHash } = await this.node.createInvoice(
      {
        amountMsat: BigInt(amount) * 1_000n,
        expirySeconds: this.expirySeconds,
        description: typeof description === 'string' ? description : '',
      },
      this.faults.spoil,
    );
    const lock = this.locks && typeof pubkey === 'string' ? pubkey : null;
    const quote = { id: randomUUID(), paymentHash, amount, pubkey: lock, isIssued: false };
    this.quotes.set(quote.id, quote);
    this.quoteIds.push(quote.id);
    return { status: 200, body: await this.describe(quote), creates: true };
  }

  private async describe({ amount, id, isIssued, paymentHash, pubkey }: Quote): Promise<object> {
    const invoice = this.node.find(paymentHash);
    const state = await this.node.stateOf(paymentHash);
    const isPaid = state?.is === 'settled';
    const paid = isPaid && !this.faults.pendingForever ? Number(state.receivedMsat / 1_000n) : 0;
    const pending = this.faults.pendingForever && isPaid ? 'PENDING' : 'UNPAID';
    const word = paid === 0 ? pending : isIssued ? 'ISSUED' : 'PAID';
    const counts = { amount_paid: paid, amount_issued: isIssued ? amount : 0 };
    return {
      quote: id,
      request: invoice?.paymentRequest,
      amount,
      unit: 'sat',
      ...(this.namesState ? { state: word } : {}),
      ...(this.countsPaid ? counts : {}),
      expiry: Math.floor((invoice?.expiresAt.getTime() ?? 0) / 1000),
      ...(pubkey === null ? {} : { pubkey }),
    };
  }
}
