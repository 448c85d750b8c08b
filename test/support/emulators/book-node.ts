import { createECDH, createHash, randomBytes } from 'node:crypto';
import {
  byteWords,
  featureWords,
  hexWords,
  numberWords,
  writePaymentRequest,
  type RawField,
} from '../bolt11-writer.js';
import type { EmulatedNode, InvoiceTerms, NodeInvoice, NodeInvoiceState, Spoil } from './emulated-node.js';

interface Entry {
  readonly invoice: NodeInvoice;
  state: 'open' | 'pending' | 'cancelled' | 'settled';
  receivedMsat: bigint;
  settledAt: Date | null;
}

const PREFIX = { regtest: 'lnbcrt', mainnet: 'lnbc' } as const;

/**
 * A Lightning node on regtest that is only a book: it signs real payment requests, and an invoice is paid when it is told
 * so.
 */
export class BookNode implements EmulatedNode {
  readonly payee: string;
  private readonly entries = new Map<string, Entry>();
  private readonly listeners = new Set<(paymentHash: string) => void>();

  constructor(
    readonly now: () => Date = () => new Date(),
    private readonly privateKey: Buffer = randomBytes(32),
  ) {
    const curve = createECDH('secp256k1');
    curve.setPrivateKey(privateKey);
    this.payee = curve.getPublicKey('hex', 'compressed');
  }

  async createInvoice(terms: InvoiceTerms, spoil: Spoil | null = null): Promise<NodeInvoice> {
    const preimage = terms.preimage ?? randomBytes(32).toString('hex');
    const paymentHash = createHash('sha256').update(Buffer.from(preimage, 'hex')).digest('hex');
    const createdAt = this.now();
    const expiresAt = new Date((Math.floor(createdAt.getTime() / 1000) + terms.expirySeconds) * 1000);
    const paymentRequest = this.sign(terms, paymentHash, createdAt, spoil);
    const { amountMsat, description = null } = terms;
    const invoice = { paymentRequest, paymentHash, preimage, amountMsat, description, createdAt, expiresAt };
    this.entries.set(paymentHash, { invoice, state: 'open', receivedMsat: 0n, settledAt: null });
    return invoice;
  }

  find(paymentHash: string): NodeInvoice | null {
    return this.entries.get(paymentHash)?.invoice ?? null;
  }

  all(): readonly NodeInvoice[] {
    return [...this.entries.values()].map(({ invoice }) => invoice);
  }

  async stateOf(paymentHash: string): Promise<NodeInvoiceState | null> {
    const entry = this.entries.get(paymentHash);
    if (entry === undefined) return null;
    const { state, receivedMsat, settledAt, invoice } = entry;
    const isOver = state === 'open' && invoice.expiresAt <= this.now();
    return { is: isOver ? 'expired' : state, receivedMsat, settledAt };
  }

  async pay(paymentHash: string, receivedMsat?: bigint): Promise<void> {
    const entry = this.entries.get(paymentHash);
    if (entry === undefined) throw new Error('there is no such invoice');
    if (entry.state === 'settled') return;
    entry.state = 'settled';
    entry.receivedMsat = receivedMsat ?? entry.invoice.amountMsat ?? 0n;
    entry.settledAt = this.now();
    for (const listener of this.listeners) listener(paymentHash);
  }

  /** Puts an invoice into a state without telling anybody. */
  setState(paymentHash: string, state: 'open' | 'pending' | 'cancelled'): void {
    const entry = this.entries.get(paymentHash);
    if (entry === undefined) throw new Error('there is no such invoice');
    entry.state = state;
  }

  /** From now on tells another preimage of an invoice, or none if it is empty, to whoever asks the wallet. */
  tellPreimage(paymentHash: string, preimage: string): void {
    const entry = this.entries.get(paymentHash);
    if (entry === undefined) throw new Error('there is no such invoice');
    // The same object, which emulators keep.
    Object.assign(entry.invoice, { preimage });
  }

  onSettled(listener: (paymentHash: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private sign(terms: InvoiceTerms, paymentHash: string, createdAt: Date, spoil: Spoil | null): string {
    if (spoil === 'garbage') return 'lnbcrt1garbage';
    const { description, descriptionHash } = terms;
    const about: RawField =
      descriptionHash === undefined
        ? ['d', byteWords(Buffer.from(description ?? ''))]
        : ['h', hexWords(descriptionHash)];
    const hash = spoil === 'wrong-hash' ? randomBytes(32).toString('hex') : paymentHash;
    const key = spoil === 'wrong-payee' ? randomBytes(32) : this.privateKey;
    const amountMsat = terms.amountMsat === null || spoil === 'amountless' ? null : terms.amountMsat;
    const asked = spoil === 'wrong-amount' && amountMsat !== null ? amountMsat + 1_000n : amountMsat;
    const chain = PREFIX[spoil === 'wrong-network' ? 'mainnet' : 'regtest'];
    return writePaymentRequest({
      prefix: `${chain}${asked === null ? '' : `${String(asked * 10n)}p`}`,
      timestampSeconds: Math.floor(createdAt.getTime() / 1000),
      privateKey: key.toString('hex'),
      fields: [
        ['p', hexWords(hash)],
        ['s', hexWords(randomBytes(32).toString('hex'))],
        about,
        ['x', numberWords(spoil === 'expired' ? 30 : terms.expirySeconds)],
        ['c', numberWords(18)],
        ['9', featureWords(8, 14, 17)],
      ],
    });
  }
}
