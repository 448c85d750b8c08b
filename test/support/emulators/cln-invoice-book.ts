import { EventEmitter } from 'node:events';
import type { EmulatedNode, NodeInvoice, NodeInvoiceState } from './emulated-node.js';
import type { Faults } from './faults.js';

/** An invoice in Core Lightning's JSON. */
export type ClnEntry = Readonly<Record<string, unknown>>;

interface Kept {
  readonly label: string;
  readonly invoice: NodeInvoice;
  readonly createdIndex: number;
  /** 0 until it is paid. */
  payIndex: number;
  updatedIndex: number;
}

const seconds = (time: Date | null): number => Math.floor((time?.getTime() ?? 0) / 1000);

/** The invoices of a Core Lightning node: numbered as they are made, as they change and as they are paid. Emits `paid`. */
export class ClnInvoiceBook extends EventEmitter {
  private readonly kept: Kept[] = [];
  private payments = 0;
  private changes = 0;

  constructor(
    private readonly node: EmulatedNode,
    faults: Faults,
  ) {
    super();
    node.onSettled((paymentHash) => {
      const one = this.kept.find(({ invoice }) => invoice.paymentHash === paymentHash);
      if (one === undefined || faults.pendingForever) return;
      one.payIndex = this.payments += 1;
      one.updatedIndex = this.changes += 1;
      this.emit('paid');
    });
  }

  /** Takes up an invoice that the node made; gives its number. */
  add(label: string, invoice: NodeInvoice): number {
    const createdIndex = this.kept.length + 1;
    this.kept.push({ label, invoice, createdIndex, payIndex: 0, updatedIndex: 0 });
    return createdIndex;
  }

  /** Whether an invoice has that label, and whether one has that hash. */
  has(label: string, paymentHash: string | null): { readonly label: boolean; readonly hash: boolean } {
    return {
      label: this.kept.some((one) => one.label === label),
      hash: this.kept.some(({ invoice }) => invoice.paymentHash === paymentHash),
    };
  }

  /** The invoice with that label, or with that hash. */
  async find(by: 'label' | 'payment_hash', value: unknown): Promise<readonly ClnEntry[]> {
    const found = this.kept.filter(({ label, invoice }) =>
      by === 'label' ? label === value : invoice.paymentHash === value,
    );
    return Promise.all(found.map((one) => this.entry(one)));
  }

  /** Invoices by a number from a start on, up to so many. */
  async list(index: 'created' | 'updated', start: number, limit: number): Promise<readonly ClnEntry[]> {
    const numberOf = (one: Kept): number => (index === 'created' ? one.createdIndex : one.updatedIndex);
    const found = this.kept
      .filter((one) => numberOf(one) >= Math.max(1, start))
      .sort((one, other) => numberOf(one) - numberOf(other))
      .slice(0, limit);
    return Promise.all(found.map((one) => this.entry(one)));
  }

  /** The first that was paid after that number, null if there is none. */
  async nextPaid(after: number): Promise<ClnEntry | null> {
    const [next] = this.kept
      .filter(({ payIndex }) => payIndex > after)
      .sort((one, other) => one.payIndex - other.payIndex);
    return next === undefined ? null : this.entry(next);
  }

  private async entry(one: Kept): Promise<ClnEntry> {
    const { label, invoice, createdIndex, payIndex, updatedIndex } = one;
    const { paymentHash, paymentRequest, amountMsat, description, expiresAt, preimage } = invoice;
    const told = await this.node.stateOf(paymentHash);
    const isPaid = payIndex > 0;
    return {
      label,
      bolt11: paymentRequest,
      payment_hash: paymentHash,
      ...(amountMsat === null ? {} : { amount_msat: Number(amountMsat) }),
      status: isPaid ? 'paid' : statusOf(told),
      ...(isPaid
        ? {
            pay_index: payIndex,
            amount_received_msat: Number(told?.receivedMsat ?? 0n),
            paid_at: seconds(told?.settledAt ?? null),
            payment_preimage: preimage ?? '00'.repeat(32),
            updated_index: updatedIndex,
          }
        : {}),
      description: description ?? '',
      expires_at: seconds(expiresAt),
      created_index: createdIndex,
    };
  }
}

function statusOf(told: NodeInvoiceState | null): 'unpaid' | 'expired' {
  return told?.is === 'expired' || told?.is === 'cancelled' ? 'expired' : 'unpaid';
}
