import { Injectable } from '@nestjs/common';
import { JOBS } from '@turnpike/queues';
import { LookUpRound } from '@turnpike/settlements';
import { Job } from '../job.js';

/** Makes one round of look-ups now, because something was made due. */
@Injectable()
export class LookUpRoundJob extends Job {
  override readonly kind = JOBS.lookUpRound;

  constructor(private readonly round: LookUpRound) {
    super();
  }

  override async run(): Promise<void> {
    await this.round.run();
  }
}
