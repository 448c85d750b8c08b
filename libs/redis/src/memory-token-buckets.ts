import type { Clock } from '@turnpike/config';
import { LRUCache } from 'lru-cache';
import {
  refilled,
  secondsToToken,
  TokenBuckets,
  type BucketRate,
  type BucketState,
} from './token-buckets.js';

const BUCKETS_MAX = 10_000;

/**
 * Buckets of this process alone, for tests and for while the shared store is away; a share below 1 leaves room for the
 * other processes. Of too many buckets the one not met for longest is forgotten, and is full when it comes again.
 */
export class MemoryTokenBuckets extends TokenBuckets {
  private readonly buckets = new LRUCache<string, BucketState>({ max: BUCKETS_MAX });

  constructor(
    private readonly clock: Clock,
    private readonly share = 1,
  ) {
    super();
  }

  override take(bucket: string, full: BucketRate): Promise<number> {
    const rate = { burst: Math.max(1, full.burst * this.share), perMinute: full.perMinute * this.share };
    const nowMs = this.clock.now().getTime();
    const kept = this.buckets.get(bucket) ?? { tokens: rate.burst, updatedAtMs: nowMs, blockedUntilMs: 0 };
    const tokens = refilled(kept, rate, nowMs);
    const isGiven = tokens >= 1 && kept.blockedUntilMs <= nowMs;
    const next = { ...kept, tokens: isGiven ? tokens - 1 : tokens, updatedAtMs: nowMs };
    this.buckets.set(bucket, next);
    return Promise.resolve(isGiven ? 0 : secondsToToken(next, rate, nowMs));
  }

  override block(bucket: string, seconds: number): Promise<void> {
    const nowMs = this.clock.now().getTime();
    const kept = this.buckets.get(bucket) ?? { tokens: 0, updatedAtMs: nowMs, blockedUntilMs: 0 };
    const blockedUntilMs = Math.max(kept.blockedUntilMs, nowMs + seconds * 1000);
    this.buckets.set(bucket, { ...kept, blockedUntilMs });
    return Promise.resolve();
  }
}
