import { Clock } from '@turnpike/config';

import { type Claim, type ClaimAnswer, type Waiter } from './claim.js';
import { type FlushReport, GroupCommit } from '@turnpike/database';
import { NamedClaimRepository } from './named-claim.repository.js';
import { decideNamed, type UseWrite } from './named-decision.js';
import { retryWhenNothingCommitted } from './retry.js';

interface Entry {
  readonly claim: Claim;
  readonly waiters: Waiter[];
}

/**
 * The lane for claims with a request id or a reservation: one transaction a batch locks the rows in key order, decides
 * each claim against them in order of arrival, writes, and answers after the commit. Simultaneous repeats of one call merge.
 */
export class NamedLane {
  private readonly commits: GroupCommit<Entry>;
  private anonymous = 0;

  constructor(
    private readonly repository: NamedClaimRepository,
    private readonly clock: Clock,
    private readonly reservationSeconds: number,
    batchMax: number,
    private readonly report: FlushReport,
  ) {
    this.commits = new GroupCommit((batch) => this.flush([...batch.values()]), batchMax);
  }

  /** Joins the next batch. */
  join(claim: Claim, waiter: Waiter): void {
    const id = this.idOf(claim);
    const entry = this.commits.find(id);
    if (entry) entry.waiters.push(waiter);
    else this.commits.add(id, { claim, waiters: [waiter] });
  }

  drained(): Promise<void> {
    return this.commits.drained();
  }

  private idOf(claim: Claim): string {
    if (claim.requestId !== null) {
      return `${claim.key}:${claim.by ?? ''}:${claim.fingerprint?.toString('hex') ?? ''}:${claim.requestId}`;
    }
    this.anonymous = (this.anonymous + 1) % Number.MAX_SAFE_INTEGER;
    return `#${String(this.anonymous)}`;
  }

  private async flush(entries: Entry[]): Promise<void> {
    let calls = 0;
    for (const entry of entries) calls += entry.waiters.length;
    const started = performance.now();
    try {
      const answers = await retryWhenNothingCommitted(() =>
        this.decideAll(entries.map((entry) => entry.claim)),
      );
      entries.forEach((entry, index) => {
        const answer = answers[index];
        if (answer) answerAll(entry.waiters, answer);
      });
      this.report(calls, 'ok', performance.now() - started);
    } catch (error) {
      for (const entry of entries) for (const waiter of entry.waiters) waiter.reject(error);
      this.report(calls, 'unknown', performance.now() - started);
    }
  }

  private decideAll(claims: readonly Claim[]): Promise<ClaimAnswer[]> {
    const now = this.clock.now();
    const reservedUntil = ({ reservationSeconds = this.reservationSeconds }: Claim): Date =>
      new Date(now.getTime() + reservationSeconds * 1000);
    const keys = [...new Set(claims.map((claim) => claim.key))].sort();
    return this.repository.inTransaction(async (transaction) => {
      const rows = await this.repository.lock(transaction, keys, now);
      const uses = await this.repository.usesNamed(transaction, claims);
      const writes: UseWrite[] = [];
      const answers = claims.map((claim) => {
        const name = `${claim.key}:${claim.requestId ?? ''}`;
        const named = claim.requestId === null ? [] : (uses.get(name) ?? []);
        if (claim.requestId !== null) uses.set(name, named);
        const { answer, write } = decideNamed(claim, rows.get(claim.key) ?? null, named);
        if (write) writes.push(write);
        return answer;
      });
      if (writes.length > 0) await this.repository.write(transaction, rows, writes, now, reservedUntil);
      return answers;
    });
  }
}

/** The first waiter made the use; those who merged with it repeat the same call. */
function answerAll(waiters: readonly Waiter[], answer: ClaimAnswer): void {
  const repeat: ClaimAnswer = answer.granted ? { ...answer, replayed: true } : answer;
  waiters.forEach((waiter, index) => {
    waiter.resolve(index === 0 ? answer : repeat);
  });
}
