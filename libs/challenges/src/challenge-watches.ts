import { type Tenant } from '@turnpike/l402';
import { ColdPool, type Transaction } from '@turnpike/database';
import { limits } from '@turnpike/config';
import { Injectable } from '@nestjs/common';

import {
  ChallengeWatchRepository,
  type HintedInvoices,
  type RescheduledWatch,
} from './challenge-watch.repository.js';
import { type DueWatch, DueWatchRepository } from './due-watch.repository.js';

/** When to ask the wallet about each open challenge. The settlement engine decides the times; here they are kept. */
@Injectable()
export class ChallengeWatches {
  private readonly repository: ChallengeWatchRepository;
  private readonly due: DueWatchRepository;

  constructor(pool: ColdPool) {
    this.repository = new ChallengeWatchRepository(pool);
    this.due = new DueWatchRepository(pool);
  }

  /**
   * Takes up to `limit` rows that were due at `dueAt`, longest overdue first, for a little while from `now` on: a worker
   * that dies with them loses nothing, and nobody else takes them meanwhile, whatever hints come in.
   */
  takeDue(dueAt: Date, now: Date, limit: number): Promise<DueWatch[]> {
    return this.due.takeDue(dueAt, takenUntil(now), limit, now);
  }

  /**
   * The same of those that a hint named, of each merchant about as many, oldest first: however much one wallet names,
   * another's hint is heard. Up to so many merchants are served; what is left over is taken in its turn.
   */
  takeHinted(dueAt: Date, now: Date, limit: number): Promise<DueWatch[]> {
    return this.due.takeHinted(dueAt, takenUntil(now), limit, limits.hintedMerchantsMax);
  }

  /** When the next row falls due, or fell due; null if nothing is open. */
  nextDueAt(): Promise<Date | null> {
    return this.repository.nextDueAt();
  }

  /**
   * Gives rows back and sets when to look again; a hint that came in meanwhile has its row looked at sooner. A row whose
   * taking is over, and that another may have taken, is left alone.
   */
  async reschedule(watches: readonly RescheduledWatch[]): Promise<void> {
    if (watches.length > 0) await this.repository.reschedule(watches);
  }

  /** No more looks: settled, or given up after the grace. Leaves alone what another has taken meanwhile. */
  end(key: string, takenUntil: Date, at: Date): Promise<void> {
    return this.repository.end(key, takenUntil, at);
  }

  /**
   * A hint: looks at once. It says where to look and nothing else. Since money may arrive late, it begins a watch anew
   * that has ended without settlement, as long as the token may be used and not more often than once a minute.
   */
  makeDue(challenge: Tenant & { readonly paymentHash: string }, at: Date): Promise<void> {
    const endedBefore = new Date(at.getTime() - limits.watchReopenSeconds * 1000);
    return this.repository.makeDue(challenge, challenge.paymentHash, at, endedBefore);
  }

  /**
   * The hints of one wallet, in the transaction that notes that they were heeded. What was not made in that wallet is
   * left alone, whatever it names. Returns how many are looked at now because of it.
   */
  makeHintedDue(transaction: Transaction, hinted: HintedInvoices, at: Date): Promise<number> {
    return this.repository.makeHintedDue(transaction, hinted, at, limits.watchReopenSeconds);
  }

  /** Has everything that is open in one wallet looked at now: its stream stands again, and may have missed something. */
  makeAllDue(connectionId: string, at: Date): Promise<number> {
    return this.repository.makeAllDue(connectionId, at);
  }

  /** Whether anything is open in a connection. */
  isWatched(connectionId: string): Promise<boolean> {
    return this.repository.isWatched(connectionId);
  }

  /** The connections in which something is open, a bounded number, in order of their ids. */
  watchedConnections(): Promise<string[]> {
    return this.repository.watchedConnections(limits.watchedConnectionsMax);
  }
}

function takenUntil(now: Date): Date {
  return new Date(now.getTime() + limits.watchTakenSeconds * 1000);
}
