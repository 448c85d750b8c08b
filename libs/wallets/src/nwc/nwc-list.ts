import type { BudgetLane } from '../call-budget.js';
import { Rejected } from '../wallet-errors.js';
import { nwcBounds } from './nwc-bounds.js';
import { isNotOffered } from './nwc-errors.js';
import { resultOf, type NwcClient } from './nwc.client.js';
import { readListed, type NwcTransaction } from './nwc.types.js';

/** Which payments received are to be listed, in seconds since 1970, both ends included. */
export interface ListRange {
  readonly from: number;
  readonly until?: number;
  /** Whether invoices that nobody has paid belong to it. */
  readonly unpaid: boolean;
}

/** One page of the wallet's list. */
export interface ListPage {
  readonly transactions: readonly NwcTransaction[];
  /** Whether nothing comes after it. */
  readonly isLast: boolean;
}

/**
 * The wallet's list of what it received, newest first, page by page to a bound. Throws a `WalletError`; `Rejected` where
 * this connection may not list.
 */
export async function* listPages(
  client: NwcClient,
  range: ListRange,
  pagesMax: number,
  lane: BudgetLane,
  signal: AbortSignal,
): AsyncGenerator<ListPage> {
  const limit = nwcBounds.transactionsPerPage;
  for (let page = 0; page < pagesMax; page += 1) {
    const params = { ...range, from: Math.max(0, range.from), limit, offset: page * limit, type: 'incoming' };
    const answer = await client.ask(await client.prepare('list_transactions', params, signal), lane, signal);
    if ('code' in answer && isNotOffered(answer.code)) throw new Rejected('request');
    const listed = resultOf(answer).list('transactions', nwcBounds.messageCharsMax);
    const transactions = listed.map(readListed).filter((one) => one !== null);
    const isLast = listed.length < limit;
    yield { transactions, isLast };
    if (isLast) return;
  }
}
