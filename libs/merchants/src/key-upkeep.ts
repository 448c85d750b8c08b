import { Injectable } from '@nestjs/common';
import { KeyUpkeepRepository } from './key-upkeep.repository.js';

const NOTICE_DAYS = 7;
const BATCH_MAX = 200;

/** Tells merchants, once for each key, that one ends within seven days. Any number of processes may do it at once. */
@Injectable()
export class KeyUpkeep {
  constructor(private readonly repository: KeyUpkeepRepository) {}

  /** Tells of a batch of keys; says how many, 0 when none is left. */
  tell(now: Date): Promise<number> {
    return this.repository.tell(now, NOTICE_DAYS, BATCH_MAX);
  }
}
