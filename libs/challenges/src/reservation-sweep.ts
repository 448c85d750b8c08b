import { HotPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';

import { UseTransitionRepository } from './use-transition.repository.js';

/** Commits reservations that nobody decided in time: a slow answer must not be served twice for one use. */
@Injectable()
export class ReservationSweep {
  private readonly transitions: UseTransitionRepository;

  constructor(pool: HotPool) {
    this.transitions = new UseTransitionRepository(pool);
  }

  /** One bounded batch; returns how many it committed, so that the caller comes back while there are more. */
  run(now: Date): Promise<number> {
    return this.transitions.lapse(now, limits.reservationSweepBatchMax);
  }
}
