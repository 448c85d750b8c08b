import { ColdPool } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { UsageRepository } from './usage.repository.js';

/** What a tenant minted and sold on some days. */
export interface Usage {
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly revenueSats: number;
  /** Different resources that challenges were minted for; those beyond a day's bound are not told apart. */
  readonly resources: number;
}

/** Sums up days, by when a challenge was minted or paid, pruned challenges included. */
@Injectable()
export class UsageOfDays {
  private readonly repository: UsageRepository;

  constructor(pool: ColdPool) {
    this.repository = new UsageRepository(pool);
  }

  /** Days such as `2026-12-01`; the first is included, the last is not. */
  read({ merchantId, mode }: Tenant, from: string, before: string): Promise<Usage> {
    return this.repository.between({ merchantId, mode }, from, before);
  }

  /** What a tenant sold at a proxy's path and below it, as far back as figures are kept and resources are told apart. */
  below(
    { merchantId, mode }: Tenant,
    path: string,
  ): Promise<{ readonly uses: number; readonly revenueSats: number }> {
    return this.repository.below({ merchantId, mode }, path);
  }

  /** Whether a merchant has ever minted in one of the modes, and been paid in live mode, as far as figures are kept. */
  milestones(merchantId: number): Promise<{ readonly minted: boolean; readonly paidLive: boolean }> {
    return this.repository.milestones(merchantId);
  }
}
