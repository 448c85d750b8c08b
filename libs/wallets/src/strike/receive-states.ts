import type { InvoiceReference, InvoiceState } from '../wallet-provider.js';
import type { StrikeReceive } from './strike.types.js';

const VIA = { LIGHTNING: 'lightning', P2P: 'internal', ONCHAIN: 'onchain' } as const;

/**
 * Strike's word on one invoice, from all receives of its receive request. Only completed ones settle, and of several the
 * sum counts; `isComplete` is false if there may be more than these.
 */
export function stateOfReceives(
  { paymentHash }: Pick<InvoiceReference, 'paymentHash'>,
  receives: readonly StrikeReceive[],
  isComplete: boolean,
): InvoiceState {
  const isForeign = receives.some((one) => one.paymentHash !== null && one.paymentHash !== paymentHash);
  if (isForeign) return { is: 'unknown', because: 'unreadable' };
  const completed = receives.filter((one) => one.state === 'COMPLETED');
  if (completed.length > 0) return settledBy(completed, isComplete);
  if (!isComplete) return { is: 'unknown', because: 'partial-answer' };
  if (receives.some((one) => one.state === null)) return { is: 'unknown', because: 'unreadable' };
  return { is: receives.length > 0 ? 'pending' : 'open' };
}

function settledBy(completed: readonly StrikeReceive[], isComplete: boolean): InvoiceState {
  const amounts = completed.map((one) => one.receivedMsat);
  const known = amounts.filter((amount) => amount !== null);
  const dates = completed.flatMap((one) => one.completed ?? []);
  const preimage = completed.find((one) => one.preimage !== null)?.preimage;
  const [settledAt] = dates.sort((one, other) => one.getTime() - other.getTime());
  // Where Lightning was used at all, the payer has a preimage.
  const type = ['LIGHTNING', 'P2P', 'ONCHAIN'].find((name) => completed.some((one) => one.type === name));
  return {
    is: 'settled',
    ...(isComplete && known.length === amounts.length
      ? { receivedMsat: known.reduce((sum, amount) => sum + amount, 0n) }
      : {}),
    ...(settledAt === undefined ? {} : { settledAt }),
    ...(preimage === undefined || preimage === null ? {} : { preimage }),
    via: VIA[type as keyof typeof VIA],
  };
}
