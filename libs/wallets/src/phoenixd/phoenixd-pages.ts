import type { PaymentHash } from '@turnpike/l402';
import type { BudgetLane } from '../call-budget.js';
import type { CallLimits } from '../wallet-provider.js';
import type { PhoenixdClient, PhoenixdListing } from './phoenixd.client.js';
import { PAGE_MAX, type PhoenixdPayment } from './phoenixd.types.js';

/** Payments of a span of time, by hash. */
export interface PhoenixdPages {
  readonly payments: ReadonlyMap<PaymentHash, PhoenixdPayment>;
  /** False if there are more pages than were to be read, or an entry that cannot be read. */
  readonly isComplete: boolean;
}

/**
 * Reads pages of payments, at most so many, until there are no more or `isEnough` says that no more is wanted. A payment
 * that comes in between may show an older one twice and hides none.
 */
export async function readPages(
  client: PhoenixdClient,
  listing: PhoenixdListing,
  { pagesMax, lane }: { readonly pagesMax: number; readonly lane: BudgetLane },
  call: Pick<CallLimits, 'signal'>,
  isEnough: (found: ReadonlyMap<PaymentHash, PhoenixdPayment>) => boolean = () => false,
): Promise<PhoenixdPages> {
  const payments = new Map<PaymentHash, PhoenixdPayment>();
  let isReadable = true;
  for (let page = 0; page < pagesMax; page += 1) {
    const entries = await client.listPayments({ ...listing, offset: page * PAGE_MAX }, lane, call);
    for (const entry of entries) {
      if (entry === null) isReadable = false;
      else payments.set(entry.paymentHash, entry);
    }
    if (entries.length < PAGE_MAX) return { payments, isComplete: isReadable };
    if (isEnough(payments)) break;
  }
  return { payments, isComplete: false };
}
