import { SYSTEM, type Author } from '@turnpike/audit';
import { Clock, limits } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { RetiredResourceRepository } from './retired-resource.repository.js';

/** The resources that a merchant sells no more, in both modes. Tokens sold before stay good. */
@Injectable()
export class RetiredResources {
  private readonly repository: RetiredResourceRepository;
  /** Merchants known to have retired nothing, as nearly all have: their mints ask no more than once in a while. */
  private readonly none = new LRUCache<number, true>({
    max: limits.openChallengeCountsMax,
    ttl: limits.apiKeyCacheMillis,
  });

  constructor(
    pool: HotPool,
    private readonly clock: Clock,
  ) {
    this.repository = new RetiredResourceRepository(pool);
  }

  /** Idempotent. In force at once in this process, within 1.5 s in all. */
  async retire(merchantId: number, resource: string, by: Author = SYSTEM): Promise<void> {
    await this.repository.insert(merchantId, resource, this.clock.now(), by);
    this.none.delete(merchantId);
  }

  /** Idempotent. */
  restore(merchantId: number, resource: string, by: Author = SYSTEM): Promise<void> {
    return this.repository.remove(merchantId, resource, this.clock.now(), by);
  }

  /** Whether minting for it is refused. */
  async isRetired(merchantId: number, resource: string): Promise<boolean> {
    if (this.none.has(merchantId)) return false;
    const { any, this: retired } = await this.repository.find(merchantId, resource);
    if (!any) this.none.set(merchantId, true);
    return retired;
  }
}
