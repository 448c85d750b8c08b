import { randomUUID } from 'node:crypto';
import { Deadline } from '../deadline.js';
import { readInvoice } from '../read-invoice.js';
import type { ConnectionContext, WalletKindDefinition } from '../wallet-kind.js';
import type {
  CallLimits,
  InvoiceReference,
  InvoiceRequest,
  InvoiceState,
  WalletProvider,
} from '../wallet-provider.js';
import { testContext } from './emulated-wallet.js';

const MILLIS = 10_000;

/** The bounds of a call that has all the time a test has. */
export function testCall(): CallLimits {
  return { deadline: Deadline.in(MILLIS), signal: AbortSignal.timeout(MILLIS) };
}

/** The error that a call ends with; null if it ends well. */
export function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: unknown) => error,
  );
}

/** A provider without its guard, opened for a test. */
export class OpenedProvider {
  readonly provider: WalletProvider;

  constructor(kind: WalletKindDefinition, credentials: object, context: Partial<ConnectionContext> = {}) {
    this.provider = kind.open(kind.parse(credentials), testContext(context));
  }

  /** Makes an invoice of 21 satoshis for ten minutes, or what `change` makes of it. */
  async create(change: Partial<InvoiceRequest> = {}): Promise<InvoiceReference> {
    const asked = { challengeId: randomUUID(), amountMsat: 21_000n, description: 'test', expirySeconds: 600 };
    const made = await this.provider.createInvoice({ ...asked, ...change }, testCall());
    const { paymentHash, timestampSeconds, expirySeconds } = readInvoice(made.paymentRequest);
    const createdAt = new Date(timestampSeconds * 1_000);
    const expiresAt = new Date(createdAt.getTime() + expirySeconds * 1_000);
    const { paymentRequest, providerRef } = made;
    return { paymentHash, paymentRequest, providerRef, createdAt, expiresAt };
  }

  /** The provider's word on one invoice. */
  async stateOf(ref: InvoiceReference): Promise<InvoiceState | undefined> {
    return (await this.provider.lookUpInvoices([ref], testCall())).get(ref.paymentHash);
  }

  /** Closes it. */
  async close(): Promise<void> {
    await this.provider.close?.();
  }
}
