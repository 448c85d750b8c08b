import { createECDH, randomBytes } from 'node:crypto';
import type { Clock } from '@turnpike/config';
import { hashPreimage, parsePreimage, signPaymentRequest, type Network, type Preimage } from '@turnpike/l402';
import type {
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  ReadsWebhooks,
  RegistersWebhook,
  WalletProvider,
  WalletTraits,
} from '../wallet-provider.js';

/** The state of one wallet, whatever number of connections are open to it. */
export class DeskNode {
  readonly key = randomBytes(32);
  network: Network = 'regtest';
  excessPermissions: readonly string[] = [];
  /** What look-ups say of invoices; null: nothing about them. */
  word: InvoiceState | null = { is: 'open' };
  /** Thrown by every call of that name while it is there. */
  readonly failures: Partial<Record<'check' | 'create' | 'look-up' | 'register' | 'unregister', Error>> = {};
  /** Is waited for by every call. */
  gate: Promise<unknown> = Promise.resolve();
  /** Every call, in order. */
  readonly calls: string[] = [];
  /** Connections that are open to it. */
  open = 0;

  /** The public key that signs its invoices. */
  get payee(): string {
    const curve = createECDH('secp256k1');
    curve.setPrivateKey(this.key);
    return curve.getPublicKey('hex', 'compressed');
  }

  /** Notes a call, and fails it if it is to fail. */
  async take(call: keyof DeskNode['failures']): Promise<void> {
    this.calls.push(call);
    await this.gate;
    const failure = this.failures[call];
    if (failure !== undefined) throw failure;
  }
}

/** One connection to a wallet of a test, on regtest, with notices. It is its merchant's own node: a payee that is known is pinned. */
export class DeskWallet implements WalletProvider, ReadsWebhooks, RegistersWebhook {
  readonly traits: WalletTraits;

  constructor(
    private readonly node: DeskNode,
    payee: string | null,
    private readonly clock: Clock,
  ) {
    node.open += 1;
    const common = {
      ownPreimage: true,
      idempotentCreation: true,
      descriptionBytesMax: 200,
      batchSizeMax: 50,
    };
    this.traits = { ...common, fixedPayee: payee };
  }

  async createInvoice(request: InvoiceRequest): Promise<CreatedInvoice> {
    await this.node.take('create');
    const preimage = request.preimage ?? (parsePreimage(randomBytes(32).toString('hex')) as Preimage);
    const paymentRequest = signPaymentRequest({
      network: 'regtest',
      amountMsat: request.amountMsat,
      paymentHash: hashPreimage(preimage),
      paymentSecret: randomBytes(32),
      description: request.description,
      expirySeconds: request.expirySeconds,
      timestampSeconds: Math.floor(this.clock.now().getTime() / 1000),
      privateKey: this.node.key,
    });
    return { paymentRequest, providerRef: request.challengeId };
  }

  async lookUpInvoices(
    refs: readonly InvoiceReference[],
  ): Promise<Map<InvoiceReference['paymentHash'], InvoiceState>> {
    await this.node.take('look-up');
    const { word } = this.node;
    return new Map(word === null ? [] : refs.map(({ paymentHash }) => [paymentHash, word]));
  }

  async checkConnection(): Promise<ConnectionReport> {
    await this.node.take('check');
    const { network, payee, excessPermissions } = this.node;
    return { network, payee, excessPermissions };
  }

  readWebhook(): null {
    return null;
  }

  registerWebhook(): Promise<void> {
    return this.node.take('register');
  }

  unregisterWebhook(): Promise<void> {
    return this.node.take('unregister');
  }

  async close(): Promise<void> {
    this.node.open -= 1;
  }
}
