import type { LightningPair } from '../lightning/lightning-pair.js';
import type { EmulatedNode, InvoiceTerms, NodeInvoice, NodeInvoiceState, Spoil } from './emulated-node.js';

/** A real Lightning node behind an emulator: its invoices are paid over a channel by the other node of the pair. */
export class LdkNode implements EmulatedNode {
  private readonly invoices = new Map<string, NodeInvoice>();
  private readonly listeners = new Set<(paymentHash: string) => void>();

  constructor(private readonly pair: LightningPair) {}

  get payee(): string {
    return this.pair.merchant.id;
  }

  now(): Date {
    return this.pair.now;
  }

  /** Makes an invoice with an amount and a description; a real node makes no other here, and none that is spoiled. */
  async createInvoice(terms: InvoiceTerms, spoil: Spoil | null = null): Promise<NodeInvoice> {
    const { amountMsat, description = '', expirySeconds, preimage } = terms;
    if (amountMsat === null || spoil !== null) throw new Error('a real node makes no such invoice');
    const asked = { amountMsat, description, expirySeconds };
    const made = await this.pair.merchant.createInvoice(
      preimage === undefined ? asked : { ...asked, preimage },
    );
    const createdAt = this.now();
    const expiresAt = new Date(createdAt.getTime() + expirySeconds * 1000);
    const invoice = { ...made, preimage: preimage ?? null, amountMsat, description, createdAt, expiresAt };
    this.invoices.set(made.paymentHash, invoice);
    return invoice;
  }

  find(paymentHash: string): NodeInvoice | null {
    return this.invoices.get(paymentHash) ?? null;
  }

  all(): readonly NodeInvoice[] {
    return [...this.invoices.values()];
  }

  async stateOf(paymentHash: string): Promise<NodeInvoiceState | null> {
    const state = await this.pair.merchant.stateOf(paymentHash);
    if (state === null) return null;
    return state.is === 'settled' ? state : { is: state.is, receivedMsat: 0n, settledAt: null };
  }

  /** The pair's payer pays the amount of the invoice. */
  async pay(paymentHash: string): Promise<void> {
    const invoice = this.invoices.get(paymentHash);
    if (invoice === undefined) throw new Error('there is no such invoice');
    await this.pair.payer.pay(invoice.paymentRequest);
    for (const listener of this.listeners) listener(paymentHash);
  }

  onSettled(listener: (paymentHash: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
