import type { CallLimits } from '../wallet-provider.js';
import type { ClnClient } from './cln.client.js';
import type { ClnInvoice } from './cln.types.js';

/** More than the search takes for any number of payments that a node can have. */
const CALLS_MAX = 100;

type Next = (after: bigint) => Promise<ClnInvoice | null>;

/**
 * Finds a pay index after which everything paid from now on comes, to begin a stream with that must not replay a node's
 * whole history. It looks further in ever larger steps, then halves: about 40 calls for a million payments, each answered
 * at once. What it gives is at most the highest index there is when it ends, so nothing later is missed.
 */
export function lastPayIndex(client: ClnClient, eachCall: () => Pick<CallLimits, 'signal'>): Promise<bigint> {
  return search(
    (after) => client.nextPaid(after, eachCall()),
    () => true,
  );
}

/** The first payment that is not before a time; null if there is none. Pay indexes and times rise together. */
export async function firstPaidSince(
  client: ClnClient,
  from: Date,
  call: CallLimits,
): Promise<ClnInvoice | null> {
  const next: Next = (after) => client.nextPaid(after, call);
  return next(await search(next, ({ paidAt }) => paidAt !== null && paidAt < from));
}

/**
 * The highest pay index of those that come before: `isBefore` has to hold for all payments up to some one and for none
 * after it. 0 if it holds for none.
 */
async function search(next: Next, isBefore: (paid: ClnInvoice) => boolean): Promise<bigint> {
  let low = 0n;
  let high: bigint | null = null;
  let step = 1n;
  for (let calls = 0; calls < CALLS_MAX && (high === null || low < high); calls += 1) {
    const probe: bigint = high === null ? low + step - 1n : (low + high) / 2n;
    const found = await next(probe);
    const index = found?.payIndex ?? null;
    if (found !== null && index !== null && index > probe && isBefore(found)) low = index;
    else high = probe;
    step *= 4n;
  }
  return low;
}
