import { Injectable } from '@nestjs/common';
import type { PaymentHash } from '@turnpike/l402';
import type { CallLimits, CreatedInvoice, InvoiceState } from '../wallet-provider.js';

/** Stands between a call and the sandbox: may do it, spoil its answer, delay it, fail, or never end. */
export type Interception<Answer> = (answer: () => Promise<Answer>, call: CallLimits) => Promise<Answer>;

/**
 * Makes the sandbox fail in this process, for tests of what a failing wallet leads to. Nothing that comes over the
 * network reaches it; there, the sandbox fails in the documented ways only.
 */
@Injectable()
export class SandboxFaults {
  creation: Interception<CreatedInvoice> | null = null;
  lookUp: Interception<ReadonlyMap<PaymentHash, InvoiceState>> | null = null;

  /** Lets everything work again. */
  clear(): void {
    this.creation = null;
    this.lookUp = null;
  }
}
