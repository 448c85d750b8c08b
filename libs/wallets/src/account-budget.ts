import { LOCAL_SHARE, type TokenBuckets } from '@turnpike/redis';
import type { BudgetLane, BudgetPlan, CallBudget } from './call-budget.js';
import { RateLimited } from './wallet-errors.js';

/** The budget of one account of a wallet, in buckets that all processes share. */
export class AccountBudget implements CallBudget {
  /** `account` names what the wallet counts calls by; it holds no secret. */
  constructor(
    private readonly buckets: TokenBuckets,
    private readonly account: string,
    private readonly plan: BudgetPlan,
  ) {}

  async take(lane: BudgetLane): Promise<void> {
    const rate = this.plan[lane];
    const waitSeconds = await this.buckets.take(this.bucketOf(lane), rate);
    if (waitSeconds <= 0) return;
    // An empty bucket has a token in less, even where a process goes by its own small share while the store is away: a
    // longer wait is the wallet's own word, whichever process it was said to.
    const isBlocked = waitSeconds > Math.ceil(60 / (rate.perMinute * LOCAL_SHARE));
    throw new RateLimited(waitSeconds, isBlocked ? 'wallet' : 'budget');
  }

  overrun(retryAfterSeconds: number): void {
    for (const lane of Object.keys(this.plan) as BudgetLane[])
      void this.buckets.block(this.bucketOf(lane), retryAfterSeconds);
  }

  private bucketOf(lane: BudgetLane): string {
    return `wallet:${this.account}:${lane}`;
  }
}
