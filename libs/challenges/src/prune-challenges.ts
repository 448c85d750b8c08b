import { limits } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';

import { PruneRepository } from './prune.repository.js';

/**
 * Deletes challenges that nobody can use or settle any more: a day after the later of the token's expiry and the wallet's
 * last look. Use counts so outlive `expires`. What statistics need is summed up first, in the same transaction.
 */
@Injectable()
export class PruneChallenges {
  private readonly repository: PruneRepository;

  constructor(pool: HotPool) {
    this.repository = new PruneRepository(pool);
  }

  /** One bounded batch; returns how many challenges it deleted, so that the caller comes back while there are more. */
  run(now: Date): Promise<number> {
    return this.repository.prune(
      new Date(now.getTime() - limits.pruneAfterSeconds * 1000),
      limits.pruneBatchMax,
    );
  }

  /** Deletes claims whose challenge is gone or whose lease has been over for as long; returns how many. */
  runClaims(now: Date): Promise<number> {
    return this.repository.pruneClaims(
      new Date(now.getTime() - limits.pruneAfterSeconds * 1000),
      limits.pruneBatchMax,
    );
  }
}
