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
  private readonly counts = new LRUCache<string, { open: number }>({
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
    const count = this.counts.get(name) ?? (await this.read(tenant, name));
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

  private async read(tenant: Tenant, name: string): Promise<{ open: number }> {
    const now = this.clock.now();
    const since = new Date(now.getTime() - limits.invoiceExpirySecondsFromWalletMax * 1000);
    const count = { open: await this.repository.count(tenant, now, since, this.env.openChallengesMax) };
    this.counts.set(name, count);
    return count;
  }
}
