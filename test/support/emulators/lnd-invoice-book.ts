import { createHash } from 'node:crypto';
import type { EmulatedNode, NodeInvoice, NodeInvoiceState } from './emulated-node.js';
import type { Faults } from './faults.js';

/** An invoice in LND's JSON. */
export type LndEntry = Readonly<Record<string, unknown>>;

/** What was added or settled, with its index. */
export interface LndEvent {
  readonly paymentHash: string;
  readonly kind: 'added' | 'settled';
  readonly index: number;
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const seconds = (time: Date | null): string => Math.floor((time?.getTime() ?? 0) / 1000).toString();

/** The invoices of an LND: an index for each that is added, another for each that is settled. */
export class LndInvoiceBook {
  private readonly added: string[] = [];
  private readonly settled: string[] = [];
  private readonly listeners = new Set<(event: LndEvent) => void>();

  constructor(
    private readonly node: EmulatedNode,
    private readonly faults: Faults,
  ) {
    node.onSettled((paymentHash) => {
      if (faults.pendingForever) return;
      this.settled.push(paymentHash);
      this.tell({ paymentHash, kind: 'settled', index: this.settled.length });
    });
  }

  /** Takes up an invoice that the node made. */
  async add({ paymentHash }: NodeInvoice): Promise<void> {
    this.added.push(paymentHash);
    this.tell({ paymentHash, kind: 'added', index: this.added.length });
  }

  /** Its add index, 0 for none. */
  addIndexOf(paymentHash: string): number {
    return this.added.indexOf(paymentHash) + 1;
  }

  /** Whether there is an invoice for the hash of that preimage. */
  hasPreimage(preimage: string): boolean {
    return this.added.includes(createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex'));
  }

  /** What was added, or settled, after an index; LND replays nothing for 0. */
  after(kind: LndEvent['kind'], index: number): readonly LndEvent[] {
    if (index === 0) return [];
    const hashes = kind === 'added' ? this.added : this.settled;
    return hashes.slice(index).map((paymentHash, at) => ({ paymentHash, kind, index: index + at + 1 }));
  }

  /** The highest settle index so far. */
  get lastSettleIndex(): number {
    return this.settled.length;
  }

  /** Is told of every event until the answer is called. */
  onEvent(listener: (event: LndEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** An invoice as LND tells it, null if it has none. */
  async entry(paymentHash: string): Promise<LndEntry | null> {
    const invoice = this.addIndexOf(paymentHash) === 0 ? null : this.node.find(paymentHash);
    const state = invoice === null ? null : await this.node.stateOf(paymentHash);
    return invoice === null || state === null ? null : this.toJson(invoice, state);
  }

  /** Up to so many invoices before an add index, oldest first. */
  async pageBefore(before: number, max: number): Promise<LndEntry> {
    const end = Math.min(before - 1, this.added.length);
    const first = Math.max(0, end - max);
    const hashes = this.added.slice(first, end);
    const invoices = await Promise.all(hashes.map((hash) => this.entry(hash)));
    const isEmpty = hashes.length === 0;
    return {
      invoices,
      first_index_offset: isEmpty ? '0' : (first + 1).toString(),
      last_index_offset: isEmpty ? '0' : end.toString(),
    };
  }

  private toJson(invoice: NodeInvoice, told: NodeInvoiceState): LndEntry {
    const { paymentHash, paymentRequest, preimage, amountMsat, description, createdAt, expiresAt } = invoice;
    const isSettled = told.is === 'settled' && !this.faults.pendingForever;
    const received = isSettled ? told.receivedMsat : 0n;
    return {
      memo: description ?? '',
      // LND tells the preimages of open invoices too.
      r_preimage: preimage === null ? '' : base64(preimage),
      r_hash: base64(paymentHash),
      value: ((amountMsat ?? 0n) / 1_000n).toString(),
      value_msat: (amountMsat ?? 0n).toString(),
      settled: isSettled,
      creation_date: seconds(createdAt),
      settle_date: isSettled ? seconds(told.settledAt) : '0',
      payment_request: paymentRequest,
      expiry: Math.round((expiresAt.getTime() - createdAt.getTime()) / 1000).toString(),
      add_index: this.addIndexOf(paymentHash).toString(),
      settle_index: (this.settled.indexOf(paymentHash) + 1).toString(),
      amt_paid_sat: (received / 1_000n).toString(),
      amt_paid_msat: received.toString(),
      state: this.stateIn(told),
      htlcs: [],
      features: {},
      is_keysend: false,
      is_amp: false,
    };
  }

  private stateIn({ is }: NodeInvoiceState): string {
    if (is === 'open') return 'OPEN';
    if (is === 'settled') return this.faults.pendingForever ? 'ACCEPTED' : 'SETTLED';
    return is === 'pending' ? 'ACCEPTED' : 'CANCELED';
  }

  private tell(event: LndEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
