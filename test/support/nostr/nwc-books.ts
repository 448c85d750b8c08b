import type { Faults } from '../emulators/faults.js';
import type { EmulatedNode, NodeInvoice } from '../emulators/emulated-node.js';

/** What a wallet answers over NIP-47: one of both. */
export interface NwcReply {
  readonly result?: object;
  readonly error?: { readonly code: string; readonly message: string };
}

/** How a wallet keeps its books. */
export interface NwcHabits {
  /** Without a state, as before it was added to NIP-47. */
  readonly tellsState?: boolean;
  /** Whether its list holds invoices that nobody has paid. */
  readonly listsUnpaid?: boolean;
  /** What it says of its network; null: nothing. */
  readonly network?: string | null;
  readonly methods?: readonly string[];
}

const LIMIT_MAX = 20;
const METHODS = ['make_invoice', 'lookup_invoice', 'list_transactions', 'get_info'];
const STATES = {
  open: 'pending',
  pending: 'accepted',
  expired: 'expired',
  cancelled: 'failed',
  settled: 'settled',
} as const;

/** What a wallet knows and says, whoever speaks for it: the methods of NIP-47 over an emulated node. */
export class NwcBooks {
  private readonly metadata = new Map<string, unknown>();

  constructor(
    readonly node: EmulatedNode,
    readonly faults: Faults,
    private readonly habits: NwcHabits = {},
  ) {}

  get methods(): readonly string[] {
    return this.habits.methods ?? METHODS;
  }

  /** The answer to a request. */
  async answer(method: string, params: Readonly<Record<string, unknown>>): Promise<NwcReply> {
    const { faults } = this;
    if (faults.rateLimited) return refused('RATE_LIMITED');
    if (faults.revoked) return refused('UNAUTHORIZED');
    if (faults.status !== null) return refused('INTERNAL');
    if (!this.methods.includes(method)) return refused('RESTRICTED');
    if (method === 'get_info') return { result: this.info() };
    if (method === 'make_invoice') return this.make(params);
    if (method === 'list_transactions') return { result: { transactions: await this.list(params) } };
    return this.lookUp(String(params['payment_hash']));
  }

  /** A transaction as look-ups, lists and notifications have it. */
  async transaction(invoice: NodeInvoice): Promise<object> {
    const { paymentHash, paymentRequest, preimage, description, createdAt, expiresAt, amountMsat } = invoice;
    const state = await this.node.stateOf(paymentHash);
    const isSettled = state?.is === 'settled' && !this.faults.pendingForever;
    const word = this.faults.pendingForever ? 'accepted' : STATES[state?.is ?? 'open'];
    return {
      type: 'incoming',
      ...(this.habits.tellsState === false ? {} : { state: word }),
      invoice: paymentRequest,
      description: description ?? '',
      // Told before it is paid, as some wallets do.
      preimage: preimage ?? '',
      payment_hash: paymentHash,
      amount: Number(isSettled ? state.receivedMsat : (amountMsat ?? 0n)),
      fees_paid: 0,
      created_at: secondsOf(createdAt),
      expires_at: secondsOf(expiresAt),
      settled_at: isSettled && state.settledAt !== null ? secondsOf(state.settledAt) : null,
      metadata: this.metadata.get(paymentHash) ?? {},
    };
  }

  private info(): object {
    const { network = 'regtest' } = this.habits;
    return {
      alias: 'a node',
      color: '#000000',
      pubkey: this.node.payee,
      ...(network === null ? {} : { network }),
      block_height: 1,
      block_hash: '00'.repeat(32),
      methods: this.methods,
      notifications: ['payment_received'],
    };
  }

  private async make(params: Readonly<Record<string, unknown>>): Promise<NwcReply> {
    const { amount, description, expiry, metadata } = params;
    if (typeof amount !== 'number' || amount < 1_000) return refused('BAD_REQUEST');
    const invoice = await this.node.createInvoice(
      {
        amountMsat: BigInt(amount),
        description: typeof description === 'string' ? description : '',
        expirySeconds: typeof expiry === 'number' ? expiry : 86_400,
      },
      this.faults.spoil,
    );
    this.metadata.set(invoice.paymentHash, metadata);
    return { result: await this.transaction(invoice) };
  }

  private async lookUp(paymentHash: string): Promise<NwcReply> {
    if (this.faults.partial) return { result: {} };
    const invoice = this.faults.takeNotFound() ? null : this.node.find(paymentHash);
    return invoice === null ? refused('NOT_FOUND') : { result: await this.transaction(invoice) };
  }

  private async list(params: Readonly<Record<string, unknown>>): Promise<object[]> {
    if (this.faults.partial) return [];
    const number = (name: string, otherwise: number): number =>
      typeof params[name] === 'number' ? params[name] : otherwise;
    const [from, until, offset] = [number('from', 0), number('until', Infinity), number('offset', 0)];
    const withUnpaid = params['unpaid'] === true && this.habits.listsUnpaid !== false;
    const found: NodeInvoice[] = [];
    for (const invoice of [...this.node.all()].reverse()) {
      const at = secondsOf(invoice.createdAt);
      if (at < from || at > until) continue;
      if (withUnpaid || (await this.node.stateOf(invoice.paymentHash))?.is === 'settled') found.push(invoice);
    }
    const page = found.slice(offset, offset + Math.min(number('limit', LIMIT_MAX), LIMIT_MAX));
    return Promise.all(page.map((invoice) => this.transaction(invoice)));
  }
}

function refused(code: string): NwcReply {
  return { error: { code, message: `no: ${code}` } };
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
