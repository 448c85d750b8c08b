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
    let failure: { readonly error: unknown } | null = null;
    for (let at = 0; at < lookUpTurnMillis; at += lookUpRoundMillis) {
      await this.pauseUntil(startedAt + at, signal);
      if (signal.aborted) return;
      failure = await this.round.run().then(
        () => null,
        (error: unknown) => ({ error }),
      );
    }
    // A database that was away and is back is no failure of the turn.
    if (failure !== null) throw failure.error;
  }

  /** Waits for a moment of the monotonic clock, or until the signal is aborted. */
  protected async pauseUntil(millis: number, signal: AbortSignal): Promise<void> {
    const left = millis - performance.now();
    if (left > 0) await wait(left, undefined, { signal }).catch(() => undefined);
  }
}
