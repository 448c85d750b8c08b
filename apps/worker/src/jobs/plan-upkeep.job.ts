import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { TellOwners } from '@turnpike/members';
import { HandOverPlans, KeyUpkeep, PlanUpkeep } from '@turnpike/merchants';
import { JOBS } from '@turnpike/queues';
import { inBatches } from '../in-batches.js';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/** Writes down plans that are over, and tells merchants whose plan, or key, soon will be, or what letters have left out. */
@Injectable()
export class PlanUpkeepJob extends Job {
  override readonly kind = JOBS.planUpkeep;

  constructor(
    private readonly upkeep: PlanUpkeep,
    private readonly keys: KeyUpkeep,
    private readonly plans: HandOverPlans,
    private readonly owners: TellOwners,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    await inBatches(() => this.upkeep.lapse(now), workerBounds.planBatchesMax, signal);
    await inBatches(() => this.upkeep.tell(now), workerBounds.planBatchesMax, signal);
    await inBatches(() => this.keys.tell(now), workerBounds.planBatchesMax, signal);
    await inBatches(() => this.owners.sumUp(), workerBounds.planBatchesMax, signal);
    await this.plans.forget(now);
  }
}
