import { ColdPool } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { ChallengeUsageRepository } from './challenge-usage.repository.js';

/** What a tenant minted and sold in a period. */
export interface Usage {
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly revenueSats: number;
  /** Distinct resources. */
  readonly resources: number;
}

/** Counts usage by the time of creation, pruned challenges included. */
@Injectable()
export class ChallengeUsage {
  private readonly repository: ChallengeUsageRepository;

  constructor(pool: ColdPool) {
    this.repository = new ChallengeUsageRepository(pool);
  }

  /** `from` inclusive, `to` exclusive; both at midnight UTC, as sums are kept by day. */
  forMonth(tenant: Tenant, from: Date, to: Date): Promise<Usage> {
    return this.repository.between(tenant.merchantId, modeNumber(tenant.mode), from, to);
  }
}
