import { randomUUID } from 'node:crypto';
import type { EmulatedNode, Spoil } from './emulated-node.js';
import { bitcoin } from './strike-books.js';

interface Invoice {
  readonly id: string;
  readonly correlationId: string | null;
  readonly amountMsat: bigint;
  readonly description: string;
  readonly hashes: string[];
  cancelled: boolean;
}

/** The invoices of an account and the quotes for them. */
export class StrikeQuotes {
  private readonly invoices = new Map<string, Invoice>();
  private readonly byHash = new Map<string, string>();

  constructor(
    private readonly node: EmulatedNode,
    /** How long quotes live. */
    private readonly lifeSeconds: () => number,
  ) {}

  /** Makes an invoice; gives its id, or null if one has that correlation id. */
  create(correlationId: string | null, amountMsat: bigint, description: string): string | null {
    const isTaken = [...this.invoices.values()].some((one) => one.correlationId === correlationId);
    if (correlationId !== null && isTaken) return null;
    const id = randomUUID();
    this.invoices.set(id, { id, correlationId, amountMsat, description, hashes: [], cancelled: false });
    return id;
  }

  /** Makes a quote for an invoice, each with a payment request of its own; null if there is no such invoice. */
  async quote(id: string, spoil: Spoil | null): Promise<object | null> {
    const invoice = this.invoices.get(id);
    if (invoice === undefined) return null;
    const { amountMsat, description } = invoice;
    const lifeSeconds = this.lifeSeconds();
    const made = await this.node.createInvoice(
      { amountMsat, description, expirySeconds: lifeSeconds },
      spoil,
    );
    invoice.hashes.push(made.paymentHash);
    this.byHash.set(made.paymentHash, id);
    return {
      quoteId: randomUUID(),
      description,
      lnInvoice: made.paymentRequest,
      expiration: made.expiresAt.toISOString(),
      expirationInSec: lifeSeconds,
      sourceAmount: bitcoin(amountMsat),
      targetAmount: bitcoin(amountMsat),
      conversionRate: { amount: '1.00000000', sourceCurrency: 'BTC', targetCurrency: 'BTC' },
    };
  }

  /** Cancels an invoice. */
  cancel(id: string): void {
    const invoice = this.invoices.get(id);
    if (invoice !== undefined) invoice.cancelled = true;
  }

  /** The invoice one of whose quotes has that hash, null if it is nobody's here. */
  invoiceOf(paymentHash: string): string | null {
    return this.byHash.get(paymentHash) ?? null;
  }

  /** The id of the invoice with that correlation id. */
  find(correlationId: string): string | null {
    return [...this.invoices.values()].find((one) => one.correlationId === correlationId)?.id ?? null;
  }

  /** An invoice in the JSON of Strike. */
  async show(id: string, isPending: boolean): Promise<object | null> {
    const invoice = this.invoices.get(id);
    if (invoice === undefined) return null;
    const states = await Promise.all(invoice.hashes.map((hash) => this.node.stateOf(hash)));
    const isPaid = states.some((state) => state?.is === 'settled');
    const isMoving = states.some((state) => state?.is === 'pending') || (isPaid && isPending);
    return {
      invoiceId: id,
      amount: bitcoin(invoice.amountMsat),
      state: isMoving ? 'PENDING' : isPaid ? 'PAID' : invoice.cancelled ? 'CANCELLED' : 'UNPAID',
      created: this.node.now().toISOString(),
      ...(invoice.correlationId === null ? {} : { correlationId: invoice.correlationId }),
      ...(invoice.description === '' ? {} : { description: invoice.description }),
      issuerId: randomUUID(),
      receiverId: randomUUID(),
    };
  }
}
