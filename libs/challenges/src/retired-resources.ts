import { Clock } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';

import { RetiredResourceRepository } from './retired-resource.repository.js';

/** The resources that a merchant sells no more, in both modes. Tokens sold before stay good. */
@Injectable()
export class RetiredResources {
  private readonly repository: RetiredResourceRepository;

  constructor(
    pool: HotPool,
    private readonly clock: Clock,
  ) {
    this.repository = new RetiredResourceRepository(pool);
  }

  /** Idempotent. */
  retire(merchantId: number, resource: string): Promise<void> {
    return this.repository.insert(merchantId, resource, this.clock.now());
  }

  /** Idempotent. */
  restore(merchantId: number, resource: string): Promise<void> {
    return this.repository.remove(merchantId, resource);
  }

  isRetired(merchantId: number, resource: string): Promise<boolean> {
    return this.repository.exists(merchantId, resource);
  }
}
