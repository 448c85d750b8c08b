import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { JOBS } from '@turnpike/queues';
import { DeliveryRound } from '@turnpike/webhooks';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/**
 * Begins a round of handing out and sending events every second for as long as a turn lasts; the next turn follows on. Where
 * nobody has an endpoint the turn ends at once.
 */
@Injectable()
export class WebhookTurnJob extends Job {
  override readonly kind = JOBS.webhookTurn;

  constructor(private readonly round: DeliveryRound) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const { webhookTurnMillis, webhookRoundMillis } = workerBounds;
    const startedAt = performance.now();
    let failure: { readonly error: unknown } | null = null;
    for (let at = 0; at < webhookTurnMillis; at += webhookRoundMillis) {
      await this.pauseUntil(startedAt + at, signal);
      if (signal.aborted) return;
      try {
        if (!(await this.round.run())) return;
        failure = null;
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
}
