import type { Clock } from '@turnpike/config';
import type { PaymentHash } from '@turnpike/l402';
import {
  Unavailable,
  type ConnectionReport,
  type CreatedInvoice,
  type InvoiceReference,
  type InvoiceState,
  type WalletProvider,
  type WalletTraits,
} from '@turnpike/wallets';

/** A wallet that counts what it is asked, and makes nothing. */
export class CountingWallet implements WalletProvider {
  readonly traits: WalletTraits = {
    ownPreimage: false,
    idempotentCreation: false,
    descriptionBytesMax: 200,
    batchSizeMax: 48,
    fixedPayee: null,
  };

  /** `looked` is told of everything that is asked, `settled` holds what has been paid. */
  constructor(
    private readonly clock: Clock,
    private readonly looked: (ref: string, atMs: number) => void,
    private readonly settled: ReadonlySet<string>,
  ) {}

  lookUpInvoices(refs: readonly InvoiceReference[]): Promise<ReadonlyMap<PaymentHash, InvoiceState>> {
    const states = new Map<PaymentHash, InvoiceState>();
    for (const { paymentHash, providerRef } of refs) {
      this.looked(providerRef, this.clock.now().getTime());
      const isPaid = this.settled.has(providerRef);
      states.set(paymentHash, isPaid ? { is: 'settled', via: 'lightning' } : { is: 'open' });
    }
    return Promise.resolve(states);
  }

  createInvoice(): Promise<CreatedInvoice> {
    return Promise.reject(new Unavailable(1));
  }

  checkConnection(): Promise<ConnectionReport> {
    return Promise.reject(new Unavailable(1));
  }
}
