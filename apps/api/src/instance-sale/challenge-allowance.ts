import { type Env, ENV } from '@turnpike/config';
import { Inject, Injectable } from '@nestjs/common';
import { type FastifyReply } from 'fastify';

import { addressBucket } from '@turnpike/redis';
import { RateLimiter } from '../http/rate-limit.js';

/** How many challenges an address gets in a minute: so few that many must conspire to fill what a wallet may have open. */
export const CHALLENGES_PER_MINUTE_MAX = 20;

/**
 * Bounds how many new challenges somebody without a key gets, since each one asks the wallet for an invoice. It is stricter
 * than the limit on public reads, never looser, and switched off with it.
 */
@Injectable()
export class ChallengeAllowance {
  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly limiter: RateLimiter,
  ) {}

  /** Counts one for this address; `RateLimited` if it has had its share of the minute. */
  async take(ip: string | undefined, reply: FastifyReply): Promise<void> {
    const { publicRead } = this.env.rateLimits;
    if (publicRead === 0) return;
    const max = Math.min(publicRead, CHALLENGES_PER_MINUTE_MAX);
    await this.limiter.require('publicChallenge', max, addressBucket(ip), reply);
  }
}
