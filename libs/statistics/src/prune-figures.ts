import { ColdPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';

import { PruneFiguresRepository } from './prune-figures.repository.js';
import { statisticsBounds } from './statistics-bounds.js';
import { addDays, utcDay } from './utc-day.js';

/** Deletes figures that no overview can ask for any more. */
@Injectable()
export class PruneFigures {
  private readonly repository: PruneFiguresRepository;

  constructor(pool: ColdPool) {
    this.repository = new PruneFiguresRepository(pool);
  }

  /** One bounded batch; returns how many rows that were. */
  run(now: Date): Promise<number> {
    const { figureDaysMax, pruneBatchMax } = statisticsBounds;
    return this.repository.deleteBefore(addDays(utcDay(now), -figureDaysMax), pruneBatchMax);
  }
}
