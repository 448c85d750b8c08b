import { Injectable } from '@nestjs/common';
import { ReservationSweep } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { JOBS } from '@turnpike/queues';
import { inBatches } from '../in-batches.js';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/** Commits reservations that nobody decided in time. */
@Injectable()
export class ReservationSweepJob extends Job {
  override readonly kind = JOBS.reservationSweep;

  constructor(
    private readonly sweep: ReservationSweep,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    await inBatches(() => this.sweep.run(this.clock.now()), workerBounds.sweepBatchesMax, signal);
  }
}
