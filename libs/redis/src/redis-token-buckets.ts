import type { Clock } from '@turnpike/config';
import type { Redis, Result } from 'ioredis';
import { redisBounds } from './redis-bounds.js';
import { TokenBuckets, type BucketRate } from './token-buckets.js';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    turnpikeTake(
      key: string,
      nowMs: number,
      burst: number,
      perMinute: number,
      kept: number,
    ): Result<number, Context>;
    turnpikeBlock(key: string, untilMs: number, kept: number): Result<number, Context>;
  }
}

// Answers 0 for a token given, else the milliseconds until there may be one.
const TAKE = `local now, burst, perMinute = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local kept = redis.call('HMGET', KEYS[1], 't', 'u', 'b')
local tokens, updated, blocked = tonumber(kept[1]) or burst, tonumber(kept[2]) or now, tonumber(kept[3]) or 0
tokens = math.min(burst, tokens + math.max(0, now - updated) / 60000 * perMinute)
local wait = math.max(0, blocked - now)
if tokens >= 1 and wait == 0 then tokens = tokens - 1 else wait = math.max(1, wait, (1 - tokens) / perMinute * 60000) end
redis.call('HSET', KEYS[1], 't', tostring(tokens), 'u', math.max(now, updated))
redis.call('PEXPIRE', KEYS[1], math.max(tonumber(ARGV[4]), wait))
return math.ceil(wait)`;

const BLOCK = `local kept = tonumber(redis.call('HGET', KEYS[1], 'b')) or 0
if kept >= tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'b', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 0`;

/** How long a bucket that nobody met is kept: by then it is full. */
const KEPT_MILLIS = 3_600_000;

/** Buckets in Redis. While it is away the local ones answer, at once; these should be a fraction, since others have theirs. */
export class RedisTokenBuckets extends TokenBuckets {
  private distrustUntilMs = 0;

  constructor(
    private readonly redis: Redis,
    private readonly local: TokenBuckets,
    private readonly clock: Clock,
  ) {
    super();
    redis.defineCommand('turnpikeTake', { lua: TAKE, numberOfKeys: 1 });
    redis.defineCommand('turnpikeBlock', { lua: BLOCK, numberOfKeys: 1 });
  }

  override async take(bucket: string, rate: BucketRate): Promise<number> {
    const nowMs = this.clock.now().getTime();
    const waitMillis = await this.ask(nowMs, () =>
      this.redis.turnpikeTake(keyOf(bucket), nowMs, rate.burst, rate.perMinute, KEPT_MILLIS),
    );
    if (waitMillis === null) return this.local.take(bucket, rate);
    return waitMillis === 0 ? 0 : Math.max(1, Math.ceil(waitMillis / 1000));
  }

  override async block(bucket: string, seconds: number): Promise<void> {
    const nowMs = this.clock.now().getTime();
    await this.local.block(bucket, seconds);
    await this.ask(nowMs, () =>
      this.redis.turnpikeBlock(keyOf(bucket), nowMs + seconds * 1000, KEPT_MILLIS + seconds * 1000),
    );
  }

  /** What Redis answers; null while it is away or silent, which costs one bounded wait now and then. */
  private async ask(nowMs: number, command: () => Promise<number>): Promise<number | null> {
    if (this.redis.status !== 'ready' || nowMs < this.distrustUntilMs) return null;
    try {
      return await command();
    } catch {
      this.distrustUntilMs = nowMs + redisBounds.restMillis;
      return null;
    }
  }
}

function keyOf(bucket: string): string {
  return `turnpike:bucket:${bucket}`;
}
