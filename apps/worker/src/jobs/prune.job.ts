import { Injectable } from '@nestjs/common';
import { PruneChallenges } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { inBatches } from '../in-batches.js';
import { Job } from '../job.js';
import { OutboxRepository } from '../outbox.repository.js';
import { workerBounds } from '../worker-bounds.js';

/** Deletes what nobody needs any more: challenges, claims on idempotency keys, and events, in bounded batches. */
@Injectable()
export class PruneJob extends Job {
  override readonly kind = JOBS.prune;

  constructor(
    private readonly challenges: PruneChallenges,
    private readonly outbox: OutboxRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const { outboxSeconds, outboxBatchMax, pruneBatchesMax } = workerBounds;
    const eventsBefore = new Date(now.getTime() - outboxSeconds * 1000);
    const challenges = await inBatches(() => this.challenges.run(now), pruneBatchesMax, signal);
    const claims = await inBatches(() => this.challenges.runClaims(now), pruneBatchesMax, signal);
    const events = await inBatches(
      () => this.outbox.deleteBefore(eventsBefore, outboxBatchMax),
      pruneBatchesMax,
      signal,
    );
    if (challenges + claims + events > 0) this.logger.info({ challenges, claims, events }, 'pruned');
  }
}
