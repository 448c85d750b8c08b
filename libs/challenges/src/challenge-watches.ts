import { type Tenant } from '@turnpike/l402';
import { HotPool } from '@turnpike/database';
import { limits } from '@turnpike/config';
import { Injectable } from '@nestjs/common';

import { ChallengeWatchRepository, type DueWatch } from './challenge-watch.repository.js';

/** When to ask the wallet about each open challenge. The settlement engine decides the times; here they are kept. */
@Injectable()
export class ChallengeWatches {
  private readonly repository: ChallengeWatchRepository;

  constructor(pool: HotPool) {
    this.repository = new ChallengeWatchRepository(pool);
  }

  /**
   * Takes up to `limit` rows that are due, longest overdue first, by putting them off a little: a worker that dies with
   * them loses nothing, and no other worker takes them meanwhile.
   */
  takeDue(now: Date, limit: number): Promise<DueWatch[]> {
    return this.repository.takeDue(now, limit, new Date(now.getTime() + limits.watchTakenSeconds * 1000));
  }

  /** Sets when to look again. */
  reschedule(key: string, at: Date): Promise<void> {
    return this.repository.reschedule(key, at);
  }

  /** No more looks: settled, or given up after the grace. */
  end(key: string, at: Date): Promise<void> {
    return this.repository.end(key, at);
  }

  /** A hint: looks at once. It says where to look and nothing else. */
  makeDue(challenge: Tenant & { readonly paymentHash: string }, at: Date): Promise<void> {
    return this.repository.makeDue(challenge, challenge.paymentHash, at);
  }
}
