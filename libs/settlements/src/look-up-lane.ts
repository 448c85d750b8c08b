import type { DueWatch } from '@turnpike/challenges';
import type { ConnectionBreaker } from '@turnpike/wallets';
import { settlementBounds } from './settlement-bounds.js';

/** Where a challenge's invoice was made; one lane each, and one merchant for all of its lanes. */
export function laneNameOf({ merchantId, mode, connectionId }: DueWatch): string {
  return `${mode}/${merchantId}/${connectionId ?? 'sandbox'}`;
}

interface Waiting {
  readonly watch: DueWatch;
  readonly takenAtMs: number;
}

/**
 * The challenges of one connection that wait to be looked at. It holds a bounded number, each once; what lies too
 * long stays due in the database.
 */
export class LookUpLane {
  private readonly waiting = new Map<string, Waiting>();
  private goMax: number = settlementBounds.invoicesAskedMax;
  /** Whether the lane stands in line for its turn or has it. */
  busy = false;

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
    this.waiting.set(watch.key, { watch, takenAtMs: now.getTime() });
    return true;
  }

  /** The next to be looked at in one go, those that waited longest first. What another process may have by now is left out. */
  take(now: Date): DueWatch[] {
    const taken: DueWatch[] = [];
    for (const [key, { watch, takenAtMs }] of this.waiting) {
      if (taken.length === this.goMax) break;
      this.waiting.delete(key);
      if (now.getTime() - takenAtMs < settlementBounds.takenMillis) taken.push(watch);
    }
    return taken;
  }

  /** Everything that waits, to be put off. */
  takeAll(): DueWatch[] {
    const all = [...this.waiting.values()].map(({ watch }) => watch);
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
}
