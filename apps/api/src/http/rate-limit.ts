import { limits } from '@turnpike/config';
import type { Clock, RateLimits } from '@turnpike/config';
import type { Metrics } from '@turnpike/observability';
import { RateLimited } from '@turnpike/problems';
import type { Hit, RateLimitStore } from '@turnpike/redis';
import type { FastifyReply } from 'fastify';

/** Goes on with a request, or answers it with an error. */
type Done = (error?: Error) => void;

const WINDOW_SECONDS = limits.rateLimitWindowSeconds;

/** Counts calls against the configured limits and tells the caller where it stands. */
export class RateLimiter {
  constructor(
    private readonly store: RateLimitStore,
    private readonly configured: RateLimits,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Counts one call of `owner` against a limit: sets the headers, then goes on, or ends in RateLimited. A limit of 0 is
   * switched off and costs nothing. Stays in the same tick where the store does.
   */
  check(limit: keyof RateLimits, owner: string, reply: FastifyReply, done: Done): void {
    const max = this.configured[limit];
    if (max === 0) return done();
    const hit = this.store.hit(`${limit}:${owner}`, max, WINDOW_SECONDS);
    if (!('then' in hit)) return done(this.judge(limit, hit, reply));
    hit.then((late) => done(this.judge(limit, late, reply)), done);
  }

  private judge(limit: keyof RateLimits, hit: Hit, reply: FastifyReply): RateLimited | undefined {
    const reset = Math.floor(this.clock.now().getTime() / 1000) + hit.resetSeconds;
    reply.header('x-ratelimit-limit', hit.limit);
    reply.header('x-ratelimit-remaining', hit.remaining);
    reply.header('x-ratelimit-reset', reset);
    if (hit.allowed) return undefined;
    this.metrics.rateLimited(limit);
    return new RateLimited({
      limit: hit.limit,
      windowSeconds: WINDOW_SECONDS,
      retryAfterSeconds: hit.resetSeconds,
    });
  }
}
