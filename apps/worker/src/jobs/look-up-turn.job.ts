import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { JOBS } from '@turnpike/queues';
import { LookUpRound } from '@turnpike/settlements';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/** Begins a round of look-ups every second for as long as a turn lasts; the next turn follows on. */
@Injectable()
export class LookUpTurnJob extends Job {
  override readonly kind = JOBS.lookUpTurn;

  constructor(private readonly round: LookUpRound) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const { lookUpTurnMillis, lookUpRoundMillis } = workerBounds;
    const startedAt = performance.now();
    for (let at = 0; at < lookUpTurnMillis && !signal.aborted; at += lookUpRoundMillis) {
      await this.pauseUntil(startedAt + at, signal);
      if (!signal.aborted) await this.round.run();
    }
  }

  /** Overridden in tests. */
  protected async pauseUntil(millis: number, signal: AbortSignal): Promise<void> {
    const left = millis - performance.now();
    if (left > 0) await wait(left, undefined, { signal }).catch(() => undefined);
  }
}
