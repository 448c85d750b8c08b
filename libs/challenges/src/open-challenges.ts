import { Clock, type Env, ENV, limits } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { type Tenant } from '@turnpike/l402';
import { RateLimited } from '@turnpike/problems';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { OpenChallengesRepository } from './open-challenges.repository.js';

const RETRY_SECONDS = 60;

/** How many were open at a time of the process's own clock, and what was counted on since. */
interface Count {
  open: number;
  readonly atMillis: number;
}

/**
 * The cap on open challenges per merchant and mode, which is one wallet: against flooding it with invoices that nobody
 * means to pay. The count is refreshed every few seconds, beside the mints that go on meanwhile, and counted on from there,
 * so it may be passed by what other processes mint meanwhile, never by much.
 */
@Injectable()
export class OpenChallenges {
  private readonly repository: OpenChallengesRepository;
  private readonly counts = new LRUCache<string, Count>({ max: limits.openChallengeCountsMax });
  private readonly reading = new Map<string, Promise<Count>>();

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
    const count = this.usable(tenant, name) ?? (await this.read(tenant, name));
    if (this.isFull(count)) {
      throw new RateLimited({
        limit: this.env.openChallengesMax,
        windowSeconds: RETRY_SECONDS,
        retryAfterSeconds: RETRY_SECONDS,
        detail: 'Too many open challenges: wait until some are paid or expire.',
      });
    }
    count.open += 1;
  }

  private isFull({ open }: Count): boolean {
    return open >= this.env.openChallengesMax;
  }

  /** A count that need not be waited for: a young one, or one that has just aged, if it is below the cap. */
  private usable(tenant: Tenant, name: string): Count | null {
    const count = this.counts.get(name);
    if (count === undefined) return null;
    const ageMillis = performance.now() - count.atMillis;
    if (ageMillis < limits.openChallengeCountMillis) return count;
    if (this.isFull(count) || ageMillis > 2 * limits.openChallengeCountMillis) return null;
    this.read(tenant, name).catch(() => undefined);
    return count;
  }

  /** Of many who ask at a time one asks the database. */
  private read(tenant: Tenant, name: string): Promise<Count> {
    const begun = this.reading.get(name);
    if (begun !== undefined) return begun;
    const reading = this.repository
      .count(tenant, this.clock.now(), this.env.openChallengesMax)
      .then((open) => {
        const count = { open, atMillis: performance.now() };
        this.counts.set(name, count);
        return count;
      })
      .finally(() => this.reading.delete(name));
    this.reading.set(name, reading);
    return reading;
  }
}
