import { Clock, type Env, ENV, limits } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { type Tenant } from '@turnpike/l402';
import { RateLimited } from '@turnpike/problems';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { OpenChallengesRepository } from './open-challenges.repository.js';

const RETRY_SECONDS = 60;

/**
 * The cap on open challenges per merchant and mode, which is one wallet: against flooding it with invoices that nobody
 * means to pay. The count is refreshed every few seconds and counted on from there, so it may be passed by what other
 * processes mint meanwhile, never by much.
 */
@Injectable()
export class OpenChallenges {
  private readonly repository: OpenChallengesRepository;
  private readonly counts = new LRUCache<string, Promise<{ open: number }>>({
    max: limits.openChallengeCountsMax,
    ttl: limits.openChallengeCountMillis,
  });

  constructor(
    pool: HotPool,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.repository = new OpenChallengesRepository(pool);
  }

  /** Counts one more in, or throws `RateLimited` (429). */
  async admit(tenant: Tenant): Promise<void> {
    const name = `${tenant.mode}:${String(tenant.merchantId)}`;
    const count = await (this.counts.get(name) ?? this.read(tenant, name));
    if (count.open >= this.env.openChallengesMax) {
      throw new RateLimited({
        limit: this.env.openChallengesMax,
        windowSeconds: RETRY_SECONDS,
        retryAfterSeconds: RETRY_SECONDS,
        detail: 'Too many open challenges: wait until some are paid or expire.',
      });
    }
    count.open += 1;
  }

  /** Kept as it begins, so that of many who find no count one asks for it. */
  private read(tenant: Tenant, name: string): Promise<{ open: number }> {
    const count = this.repository
      .count(tenant, this.clock.now(), this.env.openChallengesMax)
      .then((open) => ({ open }));
    this.counts.set(name, count);
    count.catch(() => {
      if (this.counts.peek(name) === count) this.counts.delete(name);
    });
    return count;
  }
}
