import type { TokenBuckets } from '@turnpike/redis';
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
    const waitSeconds = await this.buckets.take(this.bucketOf(lane), this.plan[lane]);
    if (waitSeconds > 0) throw new RateLimited(waitSeconds, 'budget');
  }

  overrun(retryAfterSeconds: number): void {
    for (const lane of Object.keys(this.plan) as BudgetLane[])
      void this.buckets.block(this.bucketOf(lane), retryAfterSeconds);
  }

  private bucketOf(lane: BudgetLane): string {
    return `wallet:${this.account}:${lane}`;
  }
}
