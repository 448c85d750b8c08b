import { Injectable } from '@nestjs/common';
import { HandOverPlans } from '@turnpike/merchants';
import { JOBS } from '@turnpike/queues';
import { CountEvents } from '@turnpike/statistics';
import { inBatches } from '../in-batches.js';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/** Makes of what happened since the last time what others wait for: plans that were paid for, and the figures of days. */
@Injectable()
export class CountEventsJob extends Job {
  override readonly kind = JOBS.countEvents;

  constructor(
    private readonly plans: HandOverPlans,
    private readonly events: CountEvents,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const batches = workerBounds.countEventsBatchesMax;
    try {
      await inBatches(() => this.plans.run(), batches, signal);
    } finally {
      // Neither waits for the other to be well.
      await inBatches(() => this.events.run(), batches, signal);
    }
  }
}
