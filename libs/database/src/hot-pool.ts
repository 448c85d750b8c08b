import { limits } from '@turnpike/config';
import { Injectable } from '@nestjs/common';
import { StatementPool } from './statement-pool.js';

/**
 * The small pool for what a caller of mint or verify waits for, and for nothing else. Its sessions join by nested loop
 * and find rows by index only: their statements touch few rows by key, and so rows are locked in the order in which they
 * were given.
 */
@Injectable()
export class HotPool extends StatementPool {
  constructor(url: string, size: number = limits.hotPoolMax) {
    super({
      url,
      size,
      // Shorter than the rest: a caller of mint or verify waits for it, and gives up after ten seconds himself.
      statementMillis: limits.hotStatementMillis,
      session: {
        enable_hashjoin: 'off',
        enable_mergejoin: 'off',
        // So from the first row on: what was planned for an empty table serves until statistics are taken.
        enable_seqscan: 'off',
        // A statement is planned once a session, not anew for every set of values.
        plan_cache_mode: 'force_generic_plan',
      },
    });
  }
}
