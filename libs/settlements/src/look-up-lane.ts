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
 * holds a bounded number, each once; what lies too long stays due in the database.
 */
export class LookUpLane {
  private waiting = new Map<string, DueWatch>();
  private readonly takenAtMs = new WeakMap<DueWatch, number>();
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

  /** Lets a challenge that was taken now wait; false if there is no room. */
  put(watch: DueWatch, now: Date): boolean {
    if (this.waiting.size >= settlementBounds.waitingPerConnectionMax && !this.waiting.has(watch.key)) {
      return false;
    }
    this.takenAtMs.set(watch, now.getTime());
    this.add(watch);
    return true;
  }

  /** Lets challenges wait on whose turn came and that the wallet was not asked about. */
  putBack(watches: readonly DueWatch[]): void {
    for (const watch of watches) this.add(watch);
  }

  /** Whether it has nothing to do and nothing to remember. */
  isForgettable(now: Date): boolean {
    return !this.busy && this.size === 0 && this.breaker.isSound && this.timetable.isOver(now);
  }

  /** The next to be looked at in one go, in order. What another process may have by now is left out. */
  take(now: Date): DueWatch[] {
    this.bringIntoOrder();
    const taken: DueWatch[] = [];
    for (const [key, watch] of this.waiting) {
      if (taken.length === this.goMax) break;
      this.waiting.delete(key);
      const takenAtMs = this.takenAtMs.get(watch) ?? 0;
      if (now.getTime() - takenAtMs < settlementBounds.takenMillis) taken.push(watch);
    }
    return taken;
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
