import { Clock } from '@turnpike/config';

import { type Claim, UNLIMITED, type Waiter } from './claim.js';
import { type FlushReport, GroupCommit } from '@turnpike/database';
import { type LimitedGrant, PlainClaimRepository, type PlainEntry } from './plain-claim.repository.js';
import { RefusalLane } from './refusal-lane.js';
import { retryWhenNothingCommitted } from './retry.js';

/** One on its way to the disk, one behind it. */
const FLIGHTS_MAX = 2;

interface Entry extends PlainEntry {
  readonly waiters: Waiter[];
}

/**
 * The lane for claims without name or reservation, all of them by macaroon or all by a preimage alone: those on one challenge merge into a count, and one statement serves the
 * whole batch. Who got a use is answered after the commit, who got none by the lane of refusals; on an unknown outcome all are rejected and nothing is tried again.
 */
export class PlainLane {
  private readonly commits: GroupCommit<Entry>;

  constructor(
    private readonly claims: PlainClaimRepository,
    private readonly refusals: RefusalLane,
    private readonly clock: Clock,
    batchMax: number,
    private readonly report: FlushReport,
  ) {
    this.commits = new GroupCommit((batch) => this.flush([...batch.values()]), batchMax, FLIGHTS_MAX);
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
    const { key, merchantId, mode, requireSettled, by } = claim;
    this.commits.add(key, { key, merchantId, mode, requireSettled, by, count: 1, waiters: [waiter] });
  }

  drained(): Promise<void> {
    return this.commits.drained();
  }

  private async flush(batch: Entry[]): Promise<void> {
    let calls = 0;
    for (const entry of batch) calls += entry.count;
    const started = performance.now();
    batch.sort((a, b) => (a.key < b.key ? -1 : 1));
    try {
      const now = this.clock.now();
      const outcome = await retryWhenNothingCommitted(() => this.claims.claim(batch, now));
      batch.forEach((entry, position) => {
        const limited = outcome.limited.get(position);
        if (limited) calls -= this.refuse(entry, answerLimited(entry, limited));
        else if (outcome.granted?.has(position) === false) calls -= this.refuse(entry, entry.waiters);
        else for (const waiter of entry.waiters) waiter.resolve(UNLIMITED);
      });
      this.report(calls, 'ok', performance.now() - started);
    } catch (error) {
      for (const entry of batch) for (const waiter of entry.waiters) waiter.reject(error);
      this.report(calls, 'unknown', performance.now() - started);
    }
  }

  /** Has those who got no use told why; says how many they are. */
  private refuse(entry: Entry, waiters: readonly Waiter[]): number {
    if (waiters.length > 0) this.refusals.join(entry, waiters);
    return waiters.length;
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
