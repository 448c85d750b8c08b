import { PairCalls } from './pair-calls.js';

/** The invoice that the merchant's node is to make. */
export interface NodeInvoiceTerms {
  readonly amountMsat: bigint;
  /** At most 639 bytes. */
  readonly description: string;
  readonly expirySeconds: number;
  /** 64 hex digits; one that was used gives the invoice that was made with it. Absent: the node chooses. */
  readonly preimage?: string;
}

/** An invoice that a node made. */
export interface NodeInvoice {
  readonly paymentRequest: string;
  /** 64 hex digits. */
  readonly paymentHash: string;
}

/** What the merchant's node knows of an invoice of its own. */
export type NodeInvoiceState =
  | { readonly is: 'open' | 'expired' }
  | { readonly is: 'settled'; readonly receivedMsat: bigint; readonly settledAt: Date };

type ToldState =
  { is: 'open' | 'expired' } | { is: 'settled'; receivedMsat: bigint; settledAtSeconds: number };

/** The node that receives. */
export class MerchantNode {
  constructor(private readonly calls: PairCalls) {}

  /** The public key (66 hex digits) that signs its invoices. */
  get id(): string {
    return this.calls.ids.merchant;
  }

  /** Makes an invoice. It dates from the last block. */
  createInvoice(terms: NodeInvoiceTerms): Promise<NodeInvoice> {
    return this.calls.call('createInvoice', terms);
  }

  /** What it knows of an invoice; null if it never made it. */
  async stateOf(paymentHash: string): Promise<NodeInvoiceState | null> {
    const told = await this.calls.call<ToldState | null>('stateOf', paymentHash);
    if (told?.is !== 'settled') return told;
    const { receivedMsat, settledAtSeconds } = told;
    return { is: 'settled', receivedMsat, settledAt: new Date(settledAtSeconds * 1000) };
  }
}

/** The node that pays. */
export class PayerNode {
  constructor(private readonly calls: PairCalls) {}

  /** Its public key, 66 hex digits. */
  get id(): string {
    return this.calls.ids.payer;
  }

  /**
   * Pays an invoice over the channel and gives the preimage (64 hex digits) that it got for it. Rejects with
   * `PaymentRefused`. When it resolves, the merchant's node knows too.
   */
  pay(paymentRequest: string): Promise<string> {
    return this.calls.call('pay', paymentRequest);
  }
}

/**
 * Two real Lightning nodes on regtest with a channel of a million satoshis between them, all on the payer's side. The
 * chain below is simulated; its time is the last block's and stands still until another is mined.
 */
export class LightningPair {
  readonly payer: PayerNode;
  readonly merchant: MerchantNode;

  private constructor(
    private readonly calls: PairCalls,
    private lastBlockAt: Date,
  ) {
    this.payer = new PayerNode(calls);
    this.merchant = new MerchantNode(calls);
  }

  /** Opens the channel, in blocks of this time. Takes some seconds, most of them to load the library. */
  static async open(at: Date): Promise<LightningPair> {
    return new LightningPair(await PairCalls.open(secondsOf(at)), wholeSeconds(at));
  }

  /** The time of the last block, in whole seconds. */
  get now(): Date {
    return this.lastBlockAt;
  }

  /** Mines a block at a time that is not before the last one. What expired by then expires with it. */
  async mine(at: Date): Promise<void> {
    await this.calls.call('mine', secondsOf(at));
    this.lastBlockAt = wholeSeconds(at);
  }

  /** Ends both nodes. */
  close(): Promise<void> {
    return this.calls.close();
  }
}

/** Opens a channel between two new nodes, `payer` and `merchant`. To be closed in the end. */
export function openChannel(at: Date = new Date()): Promise<LightningPair> {
  return LightningPair.open(at);
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}

function wholeSeconds(time: Date): Date {
  return new Date(secondsOf(time) * 1000);
}
