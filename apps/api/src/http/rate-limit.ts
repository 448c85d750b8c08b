import { Inject, Injectable } from '@nestjs/common';
import { Clock, ENV, limits } from '@turnpike/config';
import type { Env, RateLimits } from '@turnpike/config';
import { Metrics } from '@turnpike/observability';
import { RateLimited } from '@turnpike/problems';
import { RateLimitStore } from '@turnpike/redis';
import type { Hit } from '@turnpike/redis';
import type { FastifyReply } from 'fastify';
import { afterWait } from './after-wait.js';
import type { Done } from './after-wait.js';

const WINDOW_SECONDS = limits.rateLimitWindowSeconds;

/** Counts calls against limits and tells the caller where it stands. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly store: RateLimitStore,
    @Inject(ENV) private readonly env: Env,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Counts one call of `owner` against a configured limit: sets the headers, then goes on, or ends in RateLimited. A limit of
   * 0 is switched off and costs nothing. Stays in the same tick where the store does.
   */
  check(limit: keyof RateLimits, owner: string, reply: FastifyReply, done: Done): void {
    const max = this.env.rateLimits[limit];
    if (max === 0) return done();
    const hit = this.store.hit(`${limit}:${owner}`, max, WINDOW_SECONDS);
    if (!('then' in hit)) return done(this.judge(limit, hit, reply));
    afterWait(hit, (late) => done(this.judge(limit, late, reply)), done, reply);
  }

  /** Counts one call of `owner` against a limit of a route's own, whose headers replace those of `check`. Throws RateLimited. */
  async require(limit: string, max: number, owner: string, reply: FastifyReply): Promise<void> {
    const refusal = this.judge(limit, await this.store.hit(`${limit}:${owner}`, max, WINDOW_SECONDS), reply);
    if (refusal !== undefined) throw refusal;
  }

  private judge(limit: string, hit: Hit, reply: FastifyReply): RateLimited | undefined {
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
