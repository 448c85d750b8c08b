import { type Tenant } from '@turnpike/l402';
import { ColdPool } from '@turnpike/database';
import { limits } from '@turnpike/config';
import { Injectable } from '@nestjs/common';

import { ChallengeWatchRepository, type DueWatch } from './challenge-watch.repository.js';

/** When to ask the wallet about each open challenge. The settlement engine decides the times; here they are kept. */
@Injectable()
export class ChallengeWatches {
  private readonly repository: ChallengeWatchRepository;

  constructor(pool: ColdPool) {
    this.repository = new ChallengeWatchRepository(pool);
  }

  /**
   * Takes up to `limit` rows that were due at `dueAt`, longest overdue first, for a little while from `now` on: a worker
   * that dies with them loses nothing, and nobody else takes them meanwhile, whatever hints come in.
   */
  takeDue(dueAt: Date, now: Date, limit: number): Promise<DueWatch[]> {
    const takenUntil = new Date(now.getTime() + limits.watchTakenSeconds * 1000);
    return this.repository.takeDue(dueAt, now, limit, takenUntil);
  }

  /** Gives a row back and sets when to look again; a hint that came in meanwhile has it looked at sooner. */
  reschedule(key: string, at: Date): Promise<void> {
    return this.repository.reschedule(key, at);
  }

  /** No more looks: settled, or given up after the grace. */
  end(key: string, at: Date): Promise<void> {
    return this.repository.end(key, at);
  }

  /**
   * A hint: looks at once. It says where to look and nothing else. Since money may arrive late, it begins a watch anew
   * that has ended without settlement, as long as the token may be used and not more often than once a minute.
   */
  makeDue(challenge: Tenant & { readonly paymentHash: string }, at: Date): Promise<void> {
    const endedBefore = new Date(at.getTime() - limits.watchReopenSeconds * 1000);
    return this.repository.makeDue(challenge, challenge.paymentHash, at, endedBefore);
  }
}
