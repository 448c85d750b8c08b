import { createECDH, randomBytes } from 'node:crypto';
import type { Clock } from '@turnpike/config';
import {
  hashPreimage,
  parsePreimage,
  signPaymentRequest,
  type PaymentHash,
  type PaymentRequestTerms,
  type Preimage,
} from '@turnpike/l402';
import type {
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  WalletProvider,
  WalletTraits,
} from '@turnpike/wallets';

/** A wallet on regtest that does what a test tells it to, and remembers what it was asked. */
export class ScriptedWallet implements WalletProvider {
  traits: WalletTraits = {
    ownPreimage: false,
    idempotentCreation: false,
    descriptionBytesMax: 200,
    batchSizeMax: 50,
    fixedPayee: null,
  };
  /** Thrown by the next creations, one each; after them creation works. */
  readonly failures: unknown[] = [];
  /** What look-ups answer. */
  readonly states = new Map<PaymentHash, InvoiceState>();
  /** Thrown by every look-up while it is there. */
  lookUpFailure: Error | null = null;
  /** Whether it will be able to say what became of its invoices. */
  canBeFollowed = true;
  /** What is different about the invoices it makes. */
  change: Partial<PaymentRequestTerms> = {};
  readonly asked: InvoiceRequest[] = [];
  readonly lookedUp: (readonly InvoiceReference[])[] = [];
  private readonly privateKey = randomBytes(32);

  constructor(private readonly clock: Clock) {}

  get payee(): string {
    const curve = createECDH('secp256k1');
    curve.setPrivateKey(this.privateKey);
    return curve.getPublicKey('hex', 'compressed');
  }

  async createInvoice(request: InvoiceRequest): Promise<CreatedInvoice> {
    this.asked.push(request);
    if (this.failures.length > 0) throw this.failures.shift();
    const preimage = request.preimage ?? (parsePreimage(randomBytes(32).toString('hex')) as Preimage);
    const paymentRequest = signPaymentRequest({
      network: 'regtest',
      amountMsat: request.amountMsat,
      paymentHash: hashPreimage(preimage),
      paymentSecret: randomBytes(32),
      description: request.description,
      expirySeconds: request.expirySeconds,
      timestampSeconds: Math.floor(this.clock.now().getTime() / 1000),
      privateKey: this.privateKey,
      ...this.change,
    });
    const { canBeFollowed } = this;
    return { paymentRequest, providerRef: `invoice-${this.asked.length}`, canBeFollowed };
  }

  async lookUpInvoices(refs: readonly InvoiceReference[]): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    this.lookedUp.push(refs);
    if (this.lookUpFailure !== null) throw this.lookUpFailure;
    return this.states;
  }

  async checkConnection(): Promise<ConnectionReport> {
    return { network: 'regtest', payee: this.payee, excessPermissions: [] };
  }
}
