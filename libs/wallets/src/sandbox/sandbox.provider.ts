import { randomBytes } from 'node:crypto';
import type { Clock } from '@turnpike/config';
import { isDatabaseUnavailable } from '@turnpike/database';
import { hashPreimage, signPaymentRequest, type MerchantId, type PaymentHash } from '@turnpike/l402';
import { Rejected, Unavailable } from '../wallet-errors.js';
import type {
  CallLimits,
  ConnectionReport,
  CreatedInvoice,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  WalletProvider,
  WalletTraits,
} from '../wallet-provider.js';
import type { SandboxFaults } from './sandbox-faults.js';
import type { SandboxNode } from './sandbox-node.js';
import type { SandboxRepository, StoredSandboxInvoice } from './sandbox.repository.js';

const RETRY_AFTER_SECONDS = 1;

/**
 * The wallet of every test key: it signs real BOLT 11 payment requests for regtest and keeps books of them, but no money
 * moves. An invoice is paid by telling the sandbox so.
 */
export class SandboxProvider implements WalletProvider {
  readonly traits: WalletTraits;

  constructor(
    private readonly merchantId: MerchantId,
    private readonly node: SandboxNode,
    private readonly repository: SandboxRepository,
    private readonly faults: SandboxFaults,
    private readonly clock: Clock,
  ) {
    this.traits = {
      ownPreimage: true,
      idempotentCreation: true,
      descriptionBytesMax: 639,
      batchSizeMax: 500,
      fixedPayee: node.payee,
    };
  }

  async createInvoice(request: InvoiceRequest, call: CallLimits): Promise<CreatedInvoice> {
    const create = (): Promise<CreatedInvoice> => this.sign(request, call);
    return this.faults.creation === null ? create() : this.faults.creation(create, call);
  }

  async lookUpInvoices(
    refs: readonly InvoiceReference[],
    call: CallLimits,
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const lookUp = (): Promise<ReadonlyMap<PaymentHash, InvoiceState>> => this.readStates(refs);
    return this.faults.lookUp === null ? lookUp() : this.faults.lookUp(lookUp, call);
  }

  async checkConnection(): Promise<ConnectionReport> {
    return { network: 'regtest', payee: this.node.payee, excessPermissions: [] };
  }

  private async sign(request: InvoiceRequest, { deadline }: CallLimits): Promise<CreatedInvoice> {
    const { challengeId, amountMsat, description, expirySeconds, preimage } = request;
    if (preimage === undefined) throw new Rejected('request');
    const paymentHash = hashPreimage(preimage);
    const createdAt = this.clock.now();
    const timestampSeconds = Math.floor(createdAt.getTime() / 1000);
    const signed = signPaymentRequest({
      network: 'regtest',
      amountMsat,
      paymentHash,
      paymentSecret: randomBytes(32),
      description,
      expirySeconds,
      timestampSeconds,
      privateKey: this.node.privateKey,
    });
    const expiresAt = new Date((timestampSeconds + expirySeconds) * 1000);
    const invoice = { paymentHash, challengeId, paymentRequest: signed, amountMsat, createdAt, expiresAt };
    const paymentRequest = await reach(() =>
      this.repository.create(this.merchantId, invoice, () => !deadline.isOver),
    );
    return { paymentRequest, providerRef: paymentHash, claimedHash: paymentHash };
  }

  private async readStates(
    refs: readonly InvoiceReference[],
  ): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const hashes = refs.map((ref) => ref.paymentHash);
    const found = await reach(() => this.repository.find(this.merchantId, hashes));
    const now = this.clock.now();
    const states = new Map<PaymentHash, InvoiceState>(
      hashes.map((hash) => [hash, { is: 'unknown', because: 'not-found' }]),
    );
    for (const invoice of found) states.set(invoice.paymentHash, wordOn(invoice, now));
    return states;
  }
}

/** A wallet whose books cannot be read is a wallet that is away. */
async function reach<T>(statement: () => Promise<T>): Promise<T> {
  try {
    return await statement();
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw new Unavailable(RETRY_AFTER_SECONDS);
    throw error;
  }
}

function wordOn(invoice: StoredSandboxInvoice, now: Date): InvoiceState {
  const { state, settledAt, expiresAt, amountMsat } = invoice;
  if (state === 'unknown') return { is: 'unknown', because: 'unreadable' };
  if (state === 'expired') return { is: 'expired' };
  if (state === 'open') return { is: expiresAt > now ? 'open' : 'expired' };
  if (settledAt === null || settledAt > now) return { is: 'pending' };
  return { is: 'settled', receivedMsat: amountMsat, settledAt, via: 'lightning' };
}
