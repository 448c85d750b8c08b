import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { LookUpRound } from '@turnpike/settlements';
import { Job } from '../job.js';

/** Looks up what the rounds have missed for minutes, and raises it: then rounds were not made, or there are too few. */
@Injectable()
export class OverdueSweepJob extends Job {
  override readonly kind = JOBS.overdueSweep;

  constructor(
    private readonly round: LookUpRound,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(): Promise<void> {
    const challenges = await this.round.runOverdue(limits.watchOverdueSeconds);
    if (challenges > 0) this.logger.warn({ challenges }, 'look-ups were overdue');
  }
}
