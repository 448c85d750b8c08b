import { ColdPool } from '@turnpike/database';
import { Plans } from '@turnpike/merchants';
import { Injectable } from '@nestjs/common';

import { monthOf, PlanUsageRepository } from './plan-usage.repository.js';

/** What of the caps of its plan a merchant has used in a month. */
export interface UsedCaps {
  readonly challenges: number;
  /** Different endpoints; `null` if the plan does not bound them. */
  readonly resources: number | null;
}

/** Reads what of a plan's caps is used, in both modes together as far as they count. */
@Injectable()
export class CapUsage {
  private readonly repository: PlanUsageRepository;

  constructor(
    pool: ColdPool,
    private readonly plans: Plans,
  ) {
    this.repository = new PlanUsageRepository(pool);
  }

  /** The calendar month around `now`, on the plan that holds then; `null` if that plan counts nothing. */
  async read(merchantId: number, planTier: string, now: Date): Promise<UsedCaps | null> {
    const { challenges, resources } = this.plans.of(planTier).caps;
    if (challenges === null && resources === null) return null;
    const used = await this.repository.read(merchantId, monthOf(now));
    return { challenges: used.challenges, resources: resources === null ? null : used.resources };
  }
}
