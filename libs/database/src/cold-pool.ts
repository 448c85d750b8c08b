import { limits } from '@turnpike/config';
import { Injectable } from '@nestjs/common';
import { StatementPool } from './statement-pool.js';

/**
 * The small pool for statements by hand that no verify waits for: lists, sums, sweeps, pruning, and without Redis the
 * budgets of wallets, for which a mint waits. They may be slow, so they have connections of their own, and each is planned
 * for the values that it has.
 */
@Injectable()
export class ColdPool extends StatementPool {
  constructor(url: string, size: number = limits.coldPoolMax) {
    super({
      url,
      size,
      statementMillis: limits.databaseStatementMillis,
      session: { plan_cache_mode: 'force_custom_plan' },
    });
  }
}
