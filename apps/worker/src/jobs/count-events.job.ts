import { Injectable } from '@nestjs/common';
import { JOBS } from '@turnpike/queues';
import { CountEvents } from '@turnpike/statistics';
import { inBatches } from '../in-batches.js';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/** Counts what happened since the last time into the figures of days. */
@Injectable()
export class CountEventsJob extends Job {
  override readonly kind = JOBS.countEvents;

  constructor(private readonly events: CountEvents) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    await inBatches(() => this.events.run(), workerBounds.countEventsBatchesMax, signal);
  }
}
