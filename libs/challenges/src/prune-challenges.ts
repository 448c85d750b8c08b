import { limits } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { Injectable } from '@nestjs/common';

import { PruneRepository } from './prune.repository.js';

/**
 * Deletes challenges that nobody can use or settle any more: a day after the later of the token's expiry and the wallet's
 * last look. Use counts so outlive `expires`. What was settled is written down for the merchant's books in the same
 * transaction; figures were counted before, from the events.
 */
@Injectable()
export class PruneChallenges {
  private readonly repository: PruneRepository;

  constructor(pool: ColdPool) {
    this.repository = new PruneRepository(pool);
  }

  /**
   * One bounded batch: uses and claims of dead challenges, and those challenges that have none left. Returns how many rows
   * that were, so that the caller comes back while there are more.
   */
  async run(now: Date): Promise<number> {
    const before = pruneBefore(now);
    const keys = await this.repository.dead(before, limits.pruneBatchMax);
    if (keys.length === 0) return 0;
    const dependents = await this.repository.deleteDependents(keys, limits.pruneDependentsBatchMax);
    return dependents + (await this.repository.drop(keys, before));
  }

  /** One bounded batch of claims that led to no challenge and whose lease has been over for as long; returns how many. */
  runClaims(now: Date): Promise<number> {
    return this.repository.deleteUnfinishedClaims(pruneBefore(now), limits.pruneBatchMax);
  }

  /** One bounded batch of records of settlements that nobody can ask for any more; returns how many. */
  runSettlements(now: Date): Promise<number> {
    const before = new Date(now.getTime() - limits.settlementRecordDaysMax * 86_400_000);
    return this.repository.forgetSettlements(before, limits.pruneBatchMax);
  }
}

function pruneBefore(now: Date): Date {
  return new Date(now.getTime() - limits.pruneAfterSeconds * 1000);
}
