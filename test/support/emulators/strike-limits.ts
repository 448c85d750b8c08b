/** How many calls a limit allows in a window, and how long it locks the key that passes it. */
export interface StrikeLimit {
  readonly calls: number;
  readonly windowSeconds: number;
  readonly lockSeconds: number;
}

/** Strike's limits: those of invoices, quotes and rates, and the one for all else with its lock of one hour. */
export const STRIKE_LIMITS = Object.freeze({
  quoting: { calls: 250, windowSeconds: 60, lockSeconds: 60 },
  others: { calls: 1_000, windowSeconds: 600, lockSeconds: 3_600 },
});

/** Counts the calls of one key against one limit, over a window that slides. */
export class StrikeLimiter {
  private calls: number[] = [];
  private lockedUntil = 0;
  private mostCalls = 0;
  private lockCount = 0;

  constructor(
    private readonly limit: StrikeLimit,
    private readonly now: () => Date,
  ) {}

  /** The most calls that ever fell into one window. */
  get most(): number {
    return this.mostCalls;
  }

  /** How often the key was locked. */
  get locks(): number {
    return this.lockCount;
  }

  /** Whether one more call is allowed. The call that passes the limit locks the key; calls to a locked key change nothing. */
  take(): boolean {
    const now = this.now().getTime();
    if (now < this.lockedUntil) return false;
    const { calls, windowSeconds, lockSeconds } = this.limit;
    this.calls = this.calls.filter((at) => at > now - windowSeconds * 1_000);
    if (this.calls.length >= calls) {
      this.lockedUntil = now + lockSeconds * 1_000;
      this.lockCount += 1;
      this.calls = [];
      return false;
    }
    this.calls.push(now);
    this.mostCalls = Math.max(this.mostCalls, this.calls.length);
    return true;
  }
}
