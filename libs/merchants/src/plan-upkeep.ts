import { Injectable } from '@nestjs/common';
import { planBounds } from './plan-bounds.js';
import { Plans } from './plans.js';
import { PlanUpkeepRepository } from './plan-upkeep.repository.js';
import type { PlanUpkeepScope } from './plan-upkeep.repository.js';

/**
 * Writes down what time has done to plans, which holds without it: whose end has passed is moved to the free plan or marked
 * as lapsed, and whose end is near is told, seven days and one day before. Any number of processes may do it at once.
 */
@Injectable()
export class PlanUpkeep {
  constructor(
    private readonly repository: PlanUpkeepRepository,
    private readonly plans: Plans,
  ) {}

  /** Moves a batch of merchants whose plan is over; says how many, 0 when none is left. */
  async lapse(now: Date): Promise<number> {
    const scope = this.scope(now);
    return scope.tiers.length === 0 ? 0 : this.repository.lapse(scope);
  }

  /** Tells a batch of merchants of an end that is near, each notice once; says how many. */
  async tell(now: Date): Promise<number> {
    const scope = this.scope(now);
    const { firstNoticeDays, lastNoticeDays } = planBounds;
    return scope.tiers.length === 0 ? 0 : this.repository.tell(scope, firstNoticeDays, lastNoticeDays);
  }

  private scope(now: Date): PlanUpkeepScope {
    const tiers = this.plans.offered.filter(({ period }) => period !== null).map(({ id }) => id);
    return { tiers, freeTier: this.plans.free?.id ?? null, now, max: planBounds.upkeepBatchMax };
  }
}
