/** What a call is for. Each lane has its own share, so that no kind of call starves another. */
export type BudgetLane = 'create' | 'look-up' | 'other';

/** How many calls a lane may make: so many at once, and so many a minute in the long run. */
export interface LaneBudget {
  readonly burst: number;
  readonly perMinute: number;
}

/** What a wallet allows, divided among the lanes. */
export type BudgetPlan = Readonly<Record<BudgetLane, LaneBudget>>;

/** Counts the calls to one account of a wallet, over all processes. */
export interface CallBudget {
  /** Takes one call out of the lane; throws `RateLimited`, with the time to wait, if it is empty. */
  take(lane: BudgetLane): Promise<void>;
  /** The wallet says that too many calls were made: from now on the budget is smaller for a while. */
  overrun(retryAfterSeconds: number): void;
}

/** For wallets that bound nothing but calls in flight. */
export const unboundedBudget: CallBudget = Object.freeze({
  take: () => Promise.resolve(),
  overrun: () => undefined,
});
