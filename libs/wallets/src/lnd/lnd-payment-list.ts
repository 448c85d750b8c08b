import type { CallLimits, ListedPayment, PaymentListing } from '../wallet-provider.js';
import type { LndClient } from './lnd.client.js';
import { PAGE_INVOICES_MAX, type LndInvoice } from './lnd.types.js';

const PAGES_MAX = 400;
/** No invoice of ours lives longer than a day; an hour more for payments that arrived at its end. */
const LIFE_MILLIS_MAX = 25 * 3_600_000;
/** What is left of the time when no further page is begun. */
const RESERVE_MILLIS = 1_000;

/**
 * The payments received in a span of time. LND lists invoices by their making, so it is read backwards from the newest
 * to those that were made a day before the span; a foreign invoice that was paid when it was older is not found. A
 * macaroon that may not list gives an empty listing that is not complete.
 */
export async function listLndPayments(
  client: LndClient,
  from: Date,
  to: Date,
  call: CallLimits,
): Promise<PaymentListing> {
  const payments: ListedPayment[] = [];
  const madeAfter = from.getTime() - LIFE_MILLIS_MAX;
  let before = 0n;
  for (let pages = 0; pages < PAGES_MAX && call.deadline.remainingMillis > RESERVE_MILLIS; pages += 1) {
    const page = await client.listInvoices(before, PAGE_INVOICES_MAX, call);
    if (page === null) break;
    payments.push(...page.invoices.flatMap((invoice) => listed(invoice, from, to)));
    const isOver = page.invoices.some(
      ({ createdAt }) => createdAt !== null && createdAt.getTime() < madeAfter,
    );
    const isLast = page.invoices.length === 0 || page.firstIndex <= 1n;
    if (isOver || isLast) return { payments, isComplete: true };
    // A list that does not go on is a list that cannot be finished.
    if (before !== 0n && page.firstIndex >= before) break;
    before = page.firstIndex;
  }
  return { payments, isComplete: false };
}

function listed(invoice: LndInvoice, from: Date, to: Date): readonly ListedPayment[] {
  const { paymentHash, receivedMsat, settledAt } = invoice;
  if (settledAt === null || settledAt < from || settledAt >= to) return [];
  const payment = { providerRef: paymentHash, paymentHash, settledAt };
  return [receivedMsat === null ? payment : { ...payment, receivedMsat }];
}
