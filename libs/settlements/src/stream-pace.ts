import type { Pacing } from './pacing.js';
import { settlementBounds as bounds } from './settlement-bounds.js';

/** How fast one stream is stored: many parts at once, and then so many a second, so that no wallet keeps the database busy. */
export class StreamPace {
  private left: number = bounds.streamPartsBurst;
  private atMs: number;

  constructor(private readonly pacing: Pacing) {
    this.atMs = pacing.nowMillis();
  }

  /** Resolves when the next part may be stored, or the signal is aborted. */
  async next(signal: AbortSignal): Promise<void> {
    this.fill();
    if (this.left < 1) await this.pacing.pause(1_000 / bounds.streamPartsPerSecond, signal);
    this.fill();
    this.left = Math.max(0, this.left - 1);
  }

  private fill(): void {
    const nowMs = this.pacing.nowMillis();
    const gained = ((nowMs - this.atMs) / 1_000) * bounds.streamPartsPerSecond;
    this.left = Math.min(bounds.streamPartsBurst, this.left + gained);
    this.atMs = nowMs;
  }
}
