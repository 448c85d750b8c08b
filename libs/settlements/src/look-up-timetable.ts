import type { DueWatch } from '@turnpike/challenges';
import { settlementBounds as bounds } from './settlement-bounds.js';

/**
 * When a lane that cannot keep up looks at what has to wait: portion after portion, each as large as what its wallet, or
 * our budget for it, allows in that time. Who is new goes to the end, so that steps are stretched and nobody comes twice
 * before others have come once; who has been given a time and was not asked then goes before all who are new.
 */
export class LookUpTimetable {
  private stepMillis: number = bounds.portionMillis;
  private portion: number = bounds.portionInvoices;
  private lastMs = 0;
  private placed = 0;
  private resumesMs = 0;
  private emptyMs = 0;
  private answered = 0;

  /** Until when our budget for the wallet gives no call; null if it may. */
  resumesAt(now: Date): Date | null {
    return now.getTime() < this.resumesMs ? new Date(this.resumesMs) : null;
  }

  /** Whether everybody who was given a time has had it. */
  isOver(now: Date): boolean {
    return Math.max(this.lastMs, this.resumesMs) <= now.getTime();
  }

  /** The wallet answered for so many. */
  noteAnswers(count: number): void {
    this.answered += count;
  }

  /** The budget is empty for so many seconds. What was answered since it last was tells how much it allows. */
  noteEmptyBudget(seconds: number, now: Date): void {
    const nowMs = now.getTime();
    const sinceMs = nowMs - this.emptyMs;
    const isFirst = this.emptyMs === 0;
    this.stepMillis = seconds * 1000;
    if (isFirst) this.portion = bounds.budgetPortionInvoices;
    else if (sinceMs > 0 && sinceMs < bounds.budgetMemoryMillis && this.answered > 0) {
      const allowed = (this.answered / sinceMs) * this.stepMillis;
      this.portion = Math.min(Math.max(1, (this.portion + allowed) / 2), bounds.portionInvoicesMax);
    }
    [this.emptyMs, this.answered] = [nowMs, 0];
    this.resumesMs = nowMs + this.stepMillis;
  }

  /** The times of challenges that have to wait, which are in order. */
  place(watches: readonly Pick<DueWatch, 'waitingSince'>[], now: Date): Date[] {
    const firstMs = this.firstMs(now);
    let before = 0;
    return watches.map(({ waitingSince }) => {
      if (now.getTime() - waitingSince.getTime() < bounds.newMillis) return this.next(now);
      const steps = Math.floor(before / Math.round(this.portion));
      before += 1;
      return new Date(firstMs + steps * this.stepMillis);
    });
  }

  /** The next time with room at the end. */
  next(now: Date): Date {
    const firstMs = this.firstMs(now);
    if (this.lastMs < firstMs) [this.lastMs, this.placed] = [firstMs, 0];
    if (this.placed >= Math.round(this.portion))
      [this.lastMs, this.placed] = [this.lastMs + this.stepMillis, 0];
    this.placed += 1;
    return new Date(this.lastMs);
  }

  private firstMs(now: Date): number {
    return this.resumesAt(now)?.getTime() ?? now.getTime() + this.stepMillis;
  }
}
