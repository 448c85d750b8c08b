import type { Pacing } from '../pacing.js';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Time that passes when a test says so. */
export class ManualPacing implements Pacing {
  private nowMs = 0;
  private sleepers: Sleeper[] = [];

  nowMillis(): number {
    return this.nowMs;
  }

  pause(millis: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers = this.sleepers.filter((one) => one !== sleeper);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper = { atMs: this.nowMs + millis, wake };
      this.sleepers.push(sleeper);
      signal.addEventListener('abort', wake);
    });
  }

  /** Lets so many seconds pass, one by one, and everything that waits for each of them happen. */
  async pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      this.nowMs += 1_000;
      const due = this.sleepers.filter(({ atMs }) => atMs <= this.nowMs);
      for (const { wake } of due) wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
