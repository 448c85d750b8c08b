/** What a store says about one request. */
export interface Hit {
  /** Whether this request is within the limit. */
  readonly allowed: boolean;
  readonly limit: number;
  /** How many more the window admits after this one. */
  readonly remaining: number;
  /** Whole seconds until the window ends and counting begins anew; at least 1. */
  readonly resetSeconds: number;
}

/**
 * Counts requests per bucket in fixed windows that begin at multiples of their length, so that every process means
 * the same window. A bucket is what is limited and whose it is, `<name>:<owner>`, such as a limit's name and an API key's
 * id; names are few, owners many.
 */
export abstract class RateLimitStore {
  /**
   * Counts one request and says whether it is allowed. A limit of 0 is switched off: always allowed, never counted.
   * Never rejects; the answer is at once where no other process has to be asked.
   */
  abstract hit(bucket: string, limit: number, windowSeconds: number): Hit | Promise<Hit>;
}

/** The name of what a bucket limits: what stands before its first colon, nothing if it has none. */
export function nameOf(bucket: string): string {
  return bucket.slice(0, Math.max(0, bucket.indexOf(':')));
}

/** A window: its number since 1970 and how many whole seconds of it are left. */
export interface RateWindow {
  readonly index: number;
  readonly secondsLeft: number;
}

/** The window of that length in which an instant falls. */
export function windowAt(now: Date, windowSeconds: number): RateWindow {
  const lengthMs = windowSeconds * 1000;
  const index = Math.floor(now.getTime() / lengthMs);
  return { index, secondsLeft: Math.ceil(((index + 1) * lengthMs - now.getTime()) / 1000) };
}

/** The answer for the request that made the count what it is. */
export function judge(count: number, limit: number, window: RateWindow): Hit {
  return {
    allowed: count <= limit,
    limit,
    remaining: Math.max(0, limit - count),
    resetSeconds: window.secondsLeft,
  };
}

/** The answer where a limit is switched off. */
export function unlimited(window: RateWindow): Hit {
  return { allowed: true, limit: 0, remaining: 0, resetSeconds: window.secondsLeft };
}
