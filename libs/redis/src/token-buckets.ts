/** How fast a bucket fills: it holds at most `burst` tokens and gains `perMinute` in a minute. */
export interface BucketRate {
  readonly burst: number;
  readonly perMinute: number;
}

/** A bucket at some moment. */
export interface BucketState {
  readonly tokens: number;
  readonly updatedAtMs: number;
  /** No token is given before; 0 if that is over or never was. */
  readonly blockedUntilMs: number;
}

/**
 * Buckets of tokens that all processes share: who wants to do something costly takes a token first. Times are the
 * injected clock's. A bucket that was never met is full.
 */
export abstract class TokenBuckets {
  /** Takes a token. Resolves to 0, or to the whole seconds after which there may be one. Never rejects. */
  abstract take(bucket: string, rate: BucketRate): Promise<number>;

  /** Gives no token before so many seconds are over; a longer block stays. Never rejects. */
  abstract block(bucket: string, seconds: number): Promise<void>;

  /** Deletes up to `limit` buckets that nobody met since that moment, where they do not go by themselves; returns how many. */
  prune(_before: Date, _limit: number): Promise<number> {
    return Promise.resolve(0);
  }
}

/** The tokens in a bucket now. A clock that went back adds none and takes none. */
export function refilled({ tokens, updatedAtMs }: BucketState, rate: BucketRate, nowMs: number): number {
  const gained = (Math.max(0, nowMs - updatedAtMs) / 60_000) * rate.perMinute;
  return Math.min(rate.burst, tokens + gained);
}

/** Whole seconds, at least 1, until a bucket that has too little gives a token again. */
export function secondsToToken(
  state: Pick<BucketState, 'tokens' | 'blockedUntilMs'>,
  { perMinute }: BucketRate,
  nowMs: number,
): number {
  const toBlockEnd = (state.blockedUntilMs - nowMs) / 1000;
  const toToken = (Math.max(0, 1 - state.tokens) / perMinute) * 60;
  return Math.max(1, Math.ceil(Math.max(toBlockEnd, toToken)));
}
