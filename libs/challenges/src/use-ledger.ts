import { Clock, limits } from '@turnpike/config';
import { Metrics } from '@turnpike/observability';
import { ServiceUnavailable } from '@turnpike/problems';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { type Claim, type ClaimAnswer } from './claim.js';
import { type FlushReport, HotPool } from '@turnpike/database';
import { NamedClaimRepository } from './named-claim.repository.js';
import { NamedLane } from './named-lane.js';
import { PlainClaimRepository } from './plain-claim.repository.js';
import { PlainLane } from './plain-lane.js';
import { RefusalLane } from './refusal-lane.js';
import { RefusalRepository } from './refusal.repository.js';

/**
 * The durable count of uses and the last word of verify. A claim is granted only after its use has been committed, so never
 * are more calls admitted than counted; if the outcome of the commit is unknown the claim fails with
 * `ServiceUnavailable` (503) and is not tried again. A full queue fails at once in the same way.
 */
@Injectable()
export class UseLedger implements OnApplicationShutdown {
  private readonly plain: PlainLane;
  private readonly byPreimage: PlainLane;
  private readonly refused: RefusalLane;
  private readonly named: NamedLane;
  private waiting = 0;

  constructor(pool: HotPool, clock: Clock, metrics: Metrics) {
    const { groupCommitBatchMax, reservationSeconds } = limits;
    const reportOf =
      (lane: 'plain' | 'named' | 'refused'): FlushReport =>
      (calls, outcome, millis) => {
        this.waiting -= calls;
        metrics.groupCommit(lane, calls, outcome, millis / 1000);
      };
    this.refused = new RefusalLane(
      new RefusalRepository(pool),
      clock,
      groupCommitBatchMax,
      reportOf('refused'),
    );
    const plainLane = (claims: PlainClaimRepository): PlainLane =>
      new PlainLane(claims, this.refused, clock, groupCommitBatchMax, reportOf('plain'));
    this.plain = plainLane(new PlainClaimRepository(pool));
    this.byPreimage = plainLane(new PlainClaimRepository(pool, 'preimage'));
    this.named = new NamedLane(
      new NamedClaimRepository(pool),
      clock,
      reservationSeconds,
      groupCommitBatchMax,
      reportOf('named'),
    );
  }

  /** Claims one use. A refusal is a value; a rejection means that nobody can say whether the use was counted. */
  claim(claim: Claim): Promise<ClaimAnswer> {
    if (this.waiting >= limits.groupCommitWaitersMax) return Promise.reject(new ServiceUnavailable(1));
    this.waiting += 1;
    return new Promise((resolve, reject) => {
      const waiter = {
        resolve,
        reject: (cause: unknown) => {
          reject(new ServiceUnavailable(1, cause));
        },
      };
      if (claim.requestId !== null || claim.reserve || claim.by === 'payment') this.named.join(claim, waiter);
      else if (claim.by === 'preimage') this.byPreimage.join(claim, waiter);
      else this.plain.join(claim, waiter);
    });
  }

  /** Waits for the batches in flight, so that no accepted use is lost. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.plain, this.byPreimage, this.named].map((lane) => lane.drained()));
    await this.refused.drained();
  }
}
