import type { InvoiceState } from '../wallet-provider.js';
import type { PhoenixdPayment } from './phoenixd.types.js';

/** The most that is lost when an amount is cut to whole satoshis. */
const CUT_MSAT_MAX = 999n;

/**
 * What the payer sent: what arrived plus what phoenixd kept back for liquidity. Amounts come cut to whole satoshis, so
 * that fees with a fraction make the sum come out up to 999 msat short; where it could be what was asked for, it was.
 */
export function grossMsat({ feesMsat, receivedSat, requestedMsat }: PhoenixdPayment): bigint {
  const sum = receivedSat * 1_000n + feesMsat;
  if (requestedMsat === null || sum >= requestedMsat) return sum;
  return sum + CUT_MSAT_MAX >= requestedMsat ? requestedMsat : sum;
}

/** phoenixd's word as ours. What was paid short of what was asked for stays pending. */
export function stateOfPayment(payment: PhoenixdPayment): InvoiceState {
  const { completedAt, isExpired, isPaid, preimage, receivedSat, requestedMsat } = payment;
  if (!isPaid) {
    // Some of it is there and not all.
    if (receivedSat > 0n) return { is: 'pending' };
    return { is: isExpired ? 'expired' : 'open' };
  }
  const receivedMsat = grossMsat(payment);
  if (requestedMsat !== null && receivedMsat < requestedMsat) return { is: 'pending', isUnderpaid: true };
  return {
    is: 'settled',
    receivedMsat,
    via: 'lightning',
    ...(preimage === null ? {} : { preimage }),
    ...(completedAt === null ? {} : { settledAt: completedAt }),
  };
}
