import { Clock } from '@turnpike/config';

import { type Claim, type LedgerRefusal, UNLIMITED, type Waiter } from './claim.js';
import { type FlushReport, GroupCommit } from '@turnpike/database';
import { type LimitedGrant, PlainClaimRepository, type PlainEntry } from './plain-claim.repository.js';
import { RefusalRepository } from './refusal.repository.js';
import { retryWhenNothingCommitted } from './retry.js';

interface Entry extends PlainEntry {
  readonly waiters: Waiter[];
}

/** A waiter that got no use, with the entry it belongs to. */
interface Turned {
  readonly entry: Entry;
  readonly waiters: readonly Waiter[];
}

/**
 * The lane for claims without name or reservation: those on one challenge merge into a count, and one statement serves the
 * whole batch. Waiters are answered after the commit; on an unknown outcome all are rejected and nothing is tried again.
 */
export class PlainLane {
  private readonly commits: GroupCommit<Entry>;

  constructor(
    private readonly claims: PlainClaimRepository,
    private readonly refusals: RefusalRepository,
    private readonly clock: Clock,
    batchMax: number,
    private readonly report: FlushReport,
  ) {
    this.commits = new GroupCommit((batch) => this.flush([...batch.values()]), batchMax);
  }

  /** Joins the next batch. */
  join(claim: Claim, waiter: Waiter): void {
    const entry = this.commits.find(claim.key);
    if (entry) {
      entry.count += 1;
      entry.requireSettled ||= claim.requireSettled;
      entry.waiters.push(waiter);
      return;
    }
    const { key, merchantId, mode, requireSettled } = claim;
    this.commits.add(key, { key, merchantId, mode, requireSettled, count: 1, waiters: [waiter] });
  }

  drained(): Promise<void> {
    return this.commits.drained();
  }

  private async flush(batch: Entry[]): Promise<void> {
    let calls = 0;
    for (const entry of batch) calls += entry.count;
    const started = performance.now();
    batch.sort((a, b) => (a.key < b.key ? -1 : 1));
    const turned: Turned[] = [];
    try {
      const now = this.clock.now();
      const outcome = await retryWhenNothingCommitted(() => this.claims.claim(batch, now));
      batch.forEach((entry, position) => {
        const limited = outcome.limited.get(position);
        if (limited) turned.push({ entry, waiters: answerLimited(entry, limited) });
        else if (outcome.granted?.has(position) === false) turned.push({ entry, waiters: entry.waiters });
        else for (const waiter of entry.waiters) waiter.resolve(UNLIMITED);
      });
      this.report(calls, 'ok', performance.now() - started);
    } catch (error) {
      for (const entry of batch) for (const waiter of entry.waiters) waiter.reject(error);
      this.report(calls, 'unknown', performance.now() - started);
      return;
    }
    await this.explain(turned.filter((each) => each.waiters.length > 0));
  }

  private async explain(turned: readonly Turned[]): Promise<void> {
    if (turned.length === 0) return;
    try {
      const reasons = await this.refusals.explain(
        turned.map((each) => each.entry),
        this.clock.now(),
      );
      turned.forEach((each, index) => {
        const reason: LedgerRefusal = reasons[index] ?? 'unknown_challenge';
        for (const waiter of each.waiters) waiter.resolve({ granted: false, reason });
      });
    } catch (error) {
      for (const each of turned) for (const waiter of each.waiters) waiter.reject(error);
    }
  }
}

/** Gives the granted uses to the first waiters, in order of arrival; returns those who got none. */
function answerLimited(entry: Entry, grant: LimitedGrant): Waiter[] {
  const left = grant.maxUses - grant.usesCommitted - grant.usesReserved;
  for (let i = 0; i < grant.granted; i += 1) {
    entry.waiters[i]?.resolve({
      granted: true,
      seq: grant.usesMade - grant.granted + 1 + i,
      usesRemaining: left + grant.granted - 1 - i,
      replayed: false,
    });
  }
  return entry.waiters.slice(grant.granted);
}
