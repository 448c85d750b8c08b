import { RateLimited } from '../wallet-errors.js';
import type { CallLimits, ListedPayment, PaymentListing } from '../wallet-provider.js';
import { firstPaidSince } from './cln-pay-index.js';
import type { ClnClient } from './cln.client.js';
import { PAGE_INVOICES_MAX, type ClnInvoice } from './cln.types.js';

const PAGES_MAX = 400;
/** What is left of the time when no further page is begun. */
const RESERVE_MILLIS = 1_000;

/**
 * The payments received in a span of time. The first is searched by pay index; from its change on, invoices are read in
 * the order of their changes, which for payments is the order of their times. Calls that run out end it early.
 */
export async function listClnPayments(
  client: ClnClient,
  from: Date,
  to: Date,
  call: CallLimits,
): Promise<PaymentListing> {
  const payments: ListedPayment[] = [];
  try {
    const first = await firstPaidSince(client, from, call);
    if (first === null) return { payments, isComplete: true };
    let start = first.updatedIndex;
    for (let pages = 0; pages < PAGES_MAX && start !== null; pages += 1) {
      if (call.deadline.remainingMillis <= RESERVE_MILLIS) break;
      const page = await client.listChanged(start, call);
      payments.push(...page.flatMap((invoice) => listed(invoice, from, to)));
      const isPast = page.some(({ paidAt }) => paidAt !== null && paidAt >= to);
      if (isPast || page.length < PAGE_INVOICES_MAX) return { payments, isComplete: true };
      start = after(start, page.at(-1)?.updatedIndex ?? null);
    }
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
  }
  return { payments, isComplete: false };
}

/** Where the next page begins; null for a list that does not go on. */
function after(start: bigint, last: bigint | null): bigint | null {
  return last === null || last < start ? null : last + 1n;
}

function listed(invoice: ClnInvoice, from: Date, to: Date): readonly ListedPayment[] {
  const { label, paymentHash, receivedMsat, paidAt } = invoice;
  if (paidAt === null || paidAt < from || paidAt >= to) return [];
  const payment = { providerRef: label, paymentHash, settledAt: paidAt };
  return [receivedMsat === null ? payment : { ...payment, receivedMsat }];
}
