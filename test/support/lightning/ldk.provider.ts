import type { PaymentHash } from '@turnpike/l402';
import {
  Unavailable,
  type ConnectionReport,
  type CreatedInvoice,
  type InvoiceReference,
  type InvoiceRequest,
  type InvoiceState,
  type WalletProvider,
  type WalletTraits,
} from '@turnpike/wallets';
import type { MerchantNode, NodeInvoiceState } from './lightning-pair.js';

const RETRY_AFTER_SECONDS = 1;

/**
 * A wallet that is a real Lightning node: its invoices can be paid over a channel, and its word on them is the node's.
 * A node that is gone is `Unavailable`.
 */
export class LdkProvider implements WalletProvider {
  readonly traits: WalletTraits;

  constructor(private readonly node: MerchantNode) {
    this.traits = {
      ownPreimage: true,
      idempotentCreation: true,
      descriptionBytesMax: 639,
      batchSizeMax: 50,
      fixedPayee: node.id,
    };
  }

  async createInvoice(request: InvoiceRequest): Promise<CreatedInvoice> {
    const { amountMsat, description, expirySeconds, preimage } = request;
    const terms = { amountMsat, description, expirySeconds };
    const made = await reach(
      this.node.createInvoice(preimage === undefined ? terms : { ...terms, preimage }),
    );
    const { paymentRequest, paymentHash } = made;
    return { paymentRequest, providerRef: paymentHash, claimedHash: paymentHash };
  }

  async lookUpInvoices(refs: readonly InvoiceReference[]): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const states = new Map<PaymentHash, InvoiceState>();
    for (const { paymentHash } of refs) {
      states.set(paymentHash, wordOn(await reach(this.node.stateOf(paymentHash))));
    }
    return states;
  }

  async checkConnection(): Promise<ConnectionReport> {
    return { network: 'regtest', payee: this.node.id, excessPermissions: [] };
  }
}

async function reach<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch {
    throw new Unavailable(RETRY_AFTER_SECONDS);
  }
}

function wordOn(state: NodeInvoiceState | null): InvoiceState {
  if (state === null) return { is: 'unknown', because: 'not-found' };
  return state.is === 'settled' ? { ...state, via: 'lightning' } : state;
}
