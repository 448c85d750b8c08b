import type { Clock } from '@turnpike/config';
import { judge, RateLimitStore, unlimited, windowAt } from './rate-limit-store.js';
import type { Hit } from './rate-limit-store.js';

interface Counts {
  readonly index: number;
  readonly counts: Map<string, number>;
}

/**
 * Counts in this process alone. All counts of a window are dropped with it, so nothing has to be swept; within a
 * window at most `bucketsMax` buckets are kept and the one that was met first gives way: memory stays bounded, and
 * what is forgotten is a few requests.
 */
export class MemoryRateLimitStore extends RateLimitStore {
  private readonly windows = new Map<number, Counts>();

  constructor(
    private readonly clock: Clock,
    private readonly bucketsMax: number,
  ) {
    super();
  }

  override hit(bucket: string, limit: number, windowSeconds: number): Hit {
    const window = windowAt(this.clock.now(), windowSeconds);
    if (limit <= 0) return unlimited(window);
    const counts = this.countsOf(windowSeconds, window.index);
    const count = (counts.get(bucket) ?? 0) + 1;
    if (count === 1 && counts.size >= this.bucketsMax) dropFirst(counts);
    counts.set(bucket, count);
    return judge(count, limit, window);
  }

  /** How many buckets are held, over all windows. */
  get size(): number {
    return [...this.windows.values()].reduce((sum, { counts }) => sum + counts.size, 0);
  }

  private countsOf(windowSeconds: number, index: number): Map<string, number> {
    const current = this.windows.get(windowSeconds);
    if (current?.index === index) return current.counts;
    const counts = new Map<string, number>();
    this.windows.set(windowSeconds, { index, counts });
    return counts;
  }
}

function dropFirst(counts: Map<string, number>): void {
  for (const bucket of counts.keys()) {
    counts.delete(bucket);
    return;
  }
}
