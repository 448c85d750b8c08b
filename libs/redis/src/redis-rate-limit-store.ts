import type { Clock } from '@turnpike/config';
import type { Redis, Result } from 'ioredis';
import { judge, RateLimitStore, unlimited, windowAt } from './rate-limit-store.js';
import type { Hit, RateWindow } from './rate-limit-store.js';
import { redisBounds } from './redis-bounds.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    turnpikeCount(key: string, keptMillis: number): Result<number, Context>;
  }
}

// One command, so that a count can never be left without its end.
const COUNT = `local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

/**
 * Counts in Redis, so that all processes share the buckets, in one round trip. While Redis is away the local store
 * answers, at once; a Redis that is connected but silent costs each request under way one bounded wait, after which
 * the local store answers and a single request at a time finds out whether Redis is back.
 */
export class RedisRateLimitStore extends RateLimitStore {
  private distrustUntilMs = 0;
  private distrusted = false;
  private trying = false;

  constructor(
    private readonly redis: Redis,
    private readonly local: RateLimitStore,
    private readonly clock: Clock,
  ) {
    super();
    redis.defineCommand('turnpikeCount', { lua: COUNT, numberOfKeys: 1 });
  }

  override hit(bucket: string, limit: number, windowSeconds: number): Hit | Promise<Hit> {
    const now = this.clock.now();
    if (limit > 0 && !this.mayAsk(now)) return this.local.hit(bucket, limit, windowSeconds);
    const window = windowAt(now, windowSeconds);
    return limit > 0 ? this.count(bucket, limit, windowSeconds, window) : unlimited(window);
  }

  private mayAsk(now: Date): boolean {
    if (this.redis.status !== 'ready') return false;
    if (!this.distrusted) return true;
    if (this.trying || now.getTime() < this.distrustUntilMs) return false;
    this.trying = true;
    return true;
  }

  private async count(
    bucket: string,
    limit: number,
    windowSeconds: number,
    window: RateWindow,
  ): Promise<Hit> {
    const key = `turnpike:rate:${windowSeconds}:${window.index}:${bucket}`;
    try {
      const keptMillis = (windowSeconds + redisBounds.countKeptSeconds) * 1000;
      const count = await this.redis.turnpikeCount(key, keptMillis);
      this.distrusted = false;
      return judge(count, limit, window);
    } catch {
      this.distrusted = true;
      this.distrustUntilMs = this.clock.now().getTime() + redisBounds.restMillis;
      return await this.local.hit(bucket, limit, windowSeconds);
    } finally {
      this.trying = false;
    }
  }
}
