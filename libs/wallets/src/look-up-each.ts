import type { PaymentHash } from '@turnpike/l402';
import { ProtocolViolation, Rejected } from './wallet-errors.js';
import type { InvoiceReference, InvoiceState } from './wallet-provider.js';

/**
 * Looks up invoices by one call each, so many at a time. An answer that cannot be read costs only its own invoice its
 * state: that is `unknown`. Any other failure ends the round and is thrown, and no further call is begun.
 */
export async function lookUpEach(
  refs: readonly InvoiceReference[],
  atOnceMax: number,
  lookUp: (ref: InvoiceReference) => Promise<InvoiceState>,
): Promise<Map<PaymentHash, InvoiceState>> {
  const states = new Map<PaymentHash, InvoiceState>();
  const waiting = refs.values();
  let hasFailed = false;
  const work = async (): Promise<void> => {
    for (const ref of waiting) {
      if (hasFailed) return;
      try {
        states.set(ref.paymentHash, await readable(lookUp(ref)));
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, refs.length) }, work));
  return states;
}

async function readable(lookUp: Promise<InvoiceState>): Promise<InvoiceState> {
  try {
    return await lookUp;
  } catch (error) {
    if (error instanceof ProtocolViolation || error instanceof Rejected)
      return { is: 'unknown', because: 'unreadable' };
    throw error;
  }
}
