import { Injectable } from '@nestjs/common';
import { TellOwners } from '@turnpike/members';
import { HandOverPlans } from '@turnpike/merchants';
import { JOBS } from '@turnpike/queues';
import { CountEvents } from '@turnpike/statistics';
import { inBatches } from '../in-batches.js';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/**
 * Makes of what happened since the last time what others wait for: plans that were paid for, the figures of days, and letters to
 * owners. None waits for another to be well.
 */
@Injectable()
export class CountEventsJob extends Job {
  override readonly kind = JOBS.countEvents;

  constructor(
    private readonly plans: HandOverPlans,
    private readonly events: CountEvents,
    private readonly owners: TellOwners,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    for (const one of [this.plans, this.events, this.owners]) {
      try {
        await inBatches(() => one.run(), workerBounds.countEventsBatchesMax, signal);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
