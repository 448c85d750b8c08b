/** What an invoice is to say. */
export interface InvoiceTerms {
  /** Null: the payer decides. */
  readonly amountMsat: bigint | null;
  readonly description?: string;
  /** 64 hex digits, which the invoice holds instead of the description. */
  readonly descriptionHash?: string;
  readonly expirySeconds: number;
  /** 64 hex digits; absent: the node chooses. */
  readonly preimage?: string;
}

/** An invoice that a node made. */
export interface NodeInvoice {
  readonly paymentRequest: string;
  /** 64 hex digits. */
  readonly paymentHash: string;
  /** 64 hex digits, where the emulator knows it: real nodes keep theirs until they are paid. */
  readonly preimage: string | null;
  readonly amountMsat: bigint | null;
  readonly description: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** What became of an invoice. */
export interface NodeInvoiceState {
  readonly is: 'open' | 'pending' | 'expired' | 'cancelled' | 'settled';
  readonly receivedMsat: bigint;
  readonly settledAt: Date | null;
}

/** One thing wrong with the next invoices. */
export type Spoil =
  'wrong-amount' | 'amountless' | 'wrong-hash' | 'wrong-network' | 'wrong-payee' | 'expired' | 'garbage';

/** The Lightning node behind an emulator: a book in memory, or a real one. */
export interface EmulatedNode {
  /** The public key (66 hex digits) that signs its invoices. */
  readonly payee: string;
  now(): Date;
  createInvoice(terms: InvoiceTerms, spoil: Spoil | null): Promise<NodeInvoice>;
  /** The invoice of that hash, null if it never made it. */
  find(paymentHash: string): NodeInvoice | null;
  /** All invoices, oldest first. */
  all(): readonly NodeInvoice[];
  stateOf(paymentHash: string): Promise<NodeInvoiceState | null>;
  /** Pays an invoice, with more or less than it asks for if an amount is given; resolves when the node knows. */
  pay(paymentHash: string, receivedMsat?: bigint): Promise<void>;
  /** Is told of every payment, in order, until the answer is called. */
  onSettled(listener: (paymentHash: string) => void): () => void;
}
