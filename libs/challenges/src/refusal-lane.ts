import { Clock } from '@turnpike/config';
import { type FlushReport, GroupCommit } from '@turnpike/database';

import { type LedgerRefusal, type Waiter } from './claim.js';
import { type Refused, RefusalRepository } from './refusal.repository.js';

interface Entry extends Refused {
  readonly waiters: Waiter[];
}

/**
 * Tells plain claims that got no use why not, many with one statement, beside the lane that grants, so that no refusal
 * holds up a grant.
 */
export class RefusalLane {
  private readonly commits: GroupCommit<Entry>;

  constructor(
    private readonly refusals: RefusalRepository,
    private readonly clock: Clock,
    batchMax: number,
    private readonly report: FlushReport,
  ) {
    this.commits = new GroupCommit((batch) => this.flush([...batch.values()]), batchMax);
  }

  /** Answers these waiters, who were refused a use of one challenge, after the next look. */
  join({ key, merchantId, mode, requireSettled, by }: Refused, waiters: readonly Waiter[]): void {
    const name = by === undefined ? key : `${key}:${by}`;
    const entry = this.commits.find(name);
    if (entry) entry.waiters.push(...waiters);
    else this.commits.add(name, { key, merchantId, mode, requireSettled, by, waiters: [...waiters] });
  }

  drained(): Promise<void> {
    return this.commits.drained();
  }

  private async flush(batch: readonly Entry[]): Promise<void> {
    const calls = batch.reduce((sum, { waiters }) => sum + waiters.length, 0);
    const started = performance.now();
    try {
      const reasons = await this.refusals.explain(batch, this.clock.now());
      batch.forEach(({ waiters }, index) => {
        const reason: LedgerRefusal = reasons[index] ?? 'unknown_challenge';
        for (const waiter of waiters) waiter.resolve({ granted: false, reason });
      });
      this.report(calls, 'ok', performance.now() - started);
    } catch (error) {
      for (const { waiters } of batch) for (const waiter of waiters) waiter.reject(error);
      this.report(calls, 'unknown', performance.now() - started);
    }
  }
}
