import type { BudgetLane } from '../call-budget.js';
import { ProtocolViolation, RateLimited } from '../wallet-errors.js';
import type { CallLimits } from '../wallet-provider.js';
import type { StrikeClient } from './strike.client.js';
import { PAGE_MAX, type StrikeReceive } from './strike.types.js';

/** Receives as far as they were read. */
export interface ReceiveList {
  readonly receives: readonly StrikeReceive[];
  /** False if there may be more. */
  readonly isComplete: boolean;
}

/** What to read, and how much of it at most. */
export interface ReceiveQuery {
  /** Of these receive requests; none named: of all. */
  readonly ids: readonly string[];
  readonly lane: BudgetLane;
  readonly pagesMax: number;
}

/**
 * Reads page after page, each receive once. Ends early, and says so, at the bound of pages, where a page brings less than
 * Strike says there is, and where the budget is empty after the first page.
 */
export async function readReceiveList(
  client: StrikeClient,
  { ids, lane, pagesMax }: ReceiveQuery,
  call: CallLimits,
): Promise<ReceiveList> {
  const receives = new Map<string, StrikeReceive>();
  const partial = (): ReceiveList => ({ receives: [...receives.values()], isComplete: false });
  let skip = 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const read = await readPage(client, ids, skip, lane, call).catch((error: unknown) => {
      if (page > 0 && error instanceof RateLimited) return null;
      throw error;
    });
    if (read === null) return partial();
    for (const receive of read.items) receives.set(receive.receiveId, receive);
    skip += read.items.length;
    const isShort = read.items.length < PAGE_MAX;
    if (isShort && (read.total === null || skip >= read.total))
      return { receives: [...receives.values()], isComplete: true };
    if (read.items.length === 0) return partial();
  }
  return partial();
}

async function readPage(
  client: StrikeClient,
  ids: readonly string[],
  skip: number,
  lane: BudgetLane,
  call: CallLimits,
): ReturnType<StrikeClient['receives']> {
  const page = await client.receives(ids, skip, lane, call);
  const isOfThese = page.items.every((one) => ids.length === 0 || ids.includes(one.receiveRequestId));
  // A list that does not heed the filter is not the list that was asked for, so nothing may be missed in it.
  if (!isOfThese) throw new ProtocolViolation('receives of other requests');
  return page;
}
