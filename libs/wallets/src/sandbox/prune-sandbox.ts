import { Injectable } from '@nestjs/common';
import { limits } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { SandboxPruneRepository } from './sandbox-prune.repository.js';

/** An invoice may be looked up for as long as a token that was bought with it may be used; then a day is added. */
const KEPT_MILLIS = (limits.tokenValiditySecondsMax + limits.pruneAfterSeconds) * 1000;

/** Deletes invoices of the sandbox that nobody can ask about any more. */
@Injectable()
export class PruneSandbox {
  private readonly repository: SandboxPruneRepository;

  constructor(pool: ColdPool) {
    this.repository = new SandboxPruneRepository(pool);
  }

  /** One bounded batch; returns how many it deleted, so that the caller comes back while there are more. */
  run(now: Date): Promise<number> {
    return this.repository.deleteExpired(new Date(now.getTime() - KEPT_MILLIS), limits.pruneBatchMax);
  }
}
