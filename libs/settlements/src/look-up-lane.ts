import type { DueWatch } from '@turnpike/challenges';
import type { ConnectionBreaker } from '@turnpike/wallets';
import { LookUpTimetable } from './look-up-timetable.js';
import { settlementBounds } from './settlement-bounds.js';

/** Where a challenge's invoice was made; one lane each, and one merchant for all of its lanes. */
export function laneNameOf({ merchantId, mode, connectionId }: DueWatch): string {
  return `${mode}/${merchantId}/${connectionId ?? 'sandbox'}`;
}

/**
 * The challenges of one connection that wait to be looked at, those that a hint named first, then the longest overdue. It
 * holds a bounded number, each once; what lies too long is given back.
 */
export class LookUpLane {
  private waiting = new Map<string, DueWatch>();
  private isInOrder = true;
  private goMax: number = settlementBounds.invoicesAskedMax;
  /** Whether the lane stands in line for its turn or has it. */
  busy = false;
  readonly timetable = new LookUpTimetable();

  constructor(
    readonly name: string,
    readonly merchantId: number,
    readonly breaker: ConnectionBreaker,
  ) {}

  /** How many wait. */
  get size(): number {
    return this.waiting.size;
  }

  /** Lets a challenge wait that was taken; false if there is no room. */
  put(watch: DueWatch): boolean {
    if (this.waiting.size >= settlementBounds.waitingPerConnectionMax && !this.waiting.has(watch.key)) {
      return false;
    }
    this.add(watch);
    return true;
  }

  /** Lets challenges wait on whose turn came and that the wallet was not asked about, unless they were taken anew. */
  putBack(watches: readonly DueWatch[]): void {
    for (const watch of watches) if (!this.waiting.has(watch.key)) this.add(watch);
  }

  /** Whether it has nothing to do and nothing to remember. */
  isForgettable(now: Date): boolean {
    return !this.busy && this.size === 0 && this.breaker.isSound && this.timetable.isOver(now);
  }

  /** The next to be looked at in one go, in order; and those before them that another process might have before it is done. */
  take(now: Date): { readonly watches: DueWatch[]; readonly late: DueWatch[] } {
    this.bringIntoOrder();
    const [watches, late]: [DueWatch[], DueWatch[]] = [[], []];
    for (const [key, watch] of this.waiting) {
      if (watches.length === this.goMax) break;
      this.waiting.delete(key);
      const leftMillis = watch.takenUntil.getTime() - now.getTime();
      (leftMillis < settlementBounds.lookMillis ? late : watches).push(watch);
    }
    return { watches, late };
  }

  /** Everything that waits, in order, to be put off. */
  takeAll(): DueWatch[] {
    this.bringIntoOrder();
    const all = [...this.waiting.values()];
    this.waiting.clear();
    return all;
  }

  /** The wallet answered: next time it may be asked about twice as many. */
  answered(): void {
    this.breaker.succeeded();
    this.goMax = Math.min(this.goMax * 2, settlementBounds.invoicesAskedMax);
  }

  /** The wallet did not answer: next time it is asked about a single invoice. */
  failed(): void {
    this.goMax = 1;
  }

  private add(watch: DueWatch): void {
    this.waiting.set(watch.key, watch);
    this.isInOrder = false;
  }

  private bringIntoOrder(): void {
    if (this.isInOrder) return;
    const inOrder = [...this.waiting].sort(
      ([, one], [, other]) => one.waitingSince.getTime() - other.waitingSince.getTime(),
    );
    this.waiting = new Map(inOrder);
    this.isInOrder = true;
  }
}
