import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { LookUpRound, StreamKeeper } from '@turnpike/settlements';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/**
 * Takes the streams that nobody holds, then begins a round of look-ups every second for as long as a turn lasts; the next
 * turn follows on. Where nothing falls due the turn ends at once: a mint begins the next one.
 */
@Injectable()
export class LookUpTurnJob extends Job {
  override readonly kind = JOBS.lookUpTurn;

  constructor(
    private readonly round: LookUpRound,
    private readonly streams: StreamKeeper,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const { lookUpTurnMillis, lookUpRoundMillis } = workerBounds;
    const startedAt = performance.now();
    await this.takeStreams();
    let failure: { readonly error: unknown } | null = null;
    for (let at = 0; at < lookUpTurnMillis; at += lookUpRoundMillis) {
      await this.pauseUntil(startedAt + at, signal);
      if (signal.aborted) return;
      try {
        const taken = await this.round.run();
        failure = null;
        if (taken === 0 && (await this.round.isIdleFor((lookUpTurnMillis - at) / 1000))) return;
      } catch (error) {
        failure = { error };
      }
    }
    // A database that was away and is back is no failure of the turn.
    if (failure !== null) throw failure.error;
  }

  /** Waits for a moment of the monotonic clock, or until the signal is aborted. */
  protected async pauseUntil(millis: number, signal: AbortSignal): Promise<void> {
    const left = millis - performance.now();
    if (left > 0) await wait(left, undefined, { signal }).catch(() => undefined);
  }

  private async takeStreams(): Promise<void> {
    try {
      await this.streams.look();
    } catch (error) {
      // Look-ups do without, and the next turn tries again.
      this.logger.warn({ err: error }, 'streams of wallets could not be taken');
    }
  }
}
