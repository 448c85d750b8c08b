import { ColdPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';

import { ReservationLapseRepository } from './reservation-lapse.repository.js';

/** Commits reservations that nobody decided in time: a slow answer must not be served twice for one use. */
@Injectable()
export class ReservationSweep {
  private readonly reservations: ReservationLapseRepository;

  constructor(pool: ColdPool) {
    this.reservations = new ReservationLapseRepository(pool);
  }

  /** One bounded batch; returns how many it committed, so that the caller comes back while there are more. */
  run(now: Date): Promise<number> {
    return this.reservations.lapse(now, limits.reservationSweepBatchMax);
  }
}
