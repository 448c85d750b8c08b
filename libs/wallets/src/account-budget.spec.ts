import { ManualClock } from '@turnpike/config';
import { MemoryTokenBuckets } from '@turnpike/redis';
import { AccountBudget } from './account-budget.js';
import type { BudgetLane } from './call-budget.js';
import { RateLimited } from './wallet-errors.js';

const plan = {
  create: { burst: 3, perMinute: 6 },
  'look-up': { burst: 5, perMinute: 60 },
  other: { burst: 1, perMinute: 1 },
};

describe('the budget of an account', () => {
  let clock: ManualClock;
  let buckets: MemoryTokenBuckets;
  let budget: AccountBudget;

  beforeEach(() => {
    clock = new ManualClock(new Date('2026-06-15T12:00:00Z'));
    buckets = new MemoryTokenBuckets(clock);
    budget = new AccountBudget(buckets, 'one', plan);
  });

  /** How many of so many calls at once are allowed, and the waits that the others are told. */
  async function take(lane: BudgetLane, calls: number, of = budget): Promise<[number, number[]]> {
    const results = await Promise.allSettled(Array.from({ length: calls }, () => of.take(lane)));
    const waits = results.flatMap((result) => (result.status === 'rejected' ? [waitOf(result.reason)] : []));
    return [calls - waits.length, waits];
  }

  function waitOf(error: unknown): number {
    expect(error).toBeInstanceOf(RateLimited);
    const { by, retryAfterSeconds } = error as RateLimited;
    // Longer than any lane takes to fill by one is a wait that only the wallet can have asked for.
    expect(by).toBe(retryAfterSeconds > 60 ? 'wallet' : 'budget');
    return retryAfterSeconds;
  }

  it('gives each lane its burst, then one call after the other in time, with the seconds to wait', async () => {
    expect(await take('create', 5)).toEqual([3, [10, 10]]);
    clock.advanceSeconds(5);
    expect(await take('create', 1)).toEqual([0, [5]]);
    clock.advanceSeconds(5);
    expect(await take('create', 2)).toEqual([1, [10]]);
  });

  it('starves no lane for another', async () => {
    await take('look-up', 100);
    await take('other', 100);
    expect((await take('create', 3))[0]).toBe(3);
  });

  it('is shared by the connections of one account, and by no other’s', async () => {
    await take('create', 3);
    expect((await take('create', 1, new AccountBudget(buckets, 'one', plan)))[0]).toBe(0);
    expect((await take('create', 3, new AccountBudget(buckets, 'two', plan)))[0]).toBe(3);
  });

  it('is shut in every lane once the wallet says that it was too much, and for no other account', async () => {
    budget.overrun(3_600);
    for (const lane of ['create', 'look-up', 'other'] as const)
      expect(await take(lane, 1)).toEqual([0, [3_600]]);
    expect((await take('create', 1, new AccountBudget(buckets, 'two', plan)))[0]).toBe(1);
    clock.advanceSeconds(3_600);
    expect((await take('look-up', 1))[0]).toBe(1);
  });
});
