import type { Clock } from '@turnpike/config';
import { judge, nameOf, RateLimitStore, unlimited, windowAt } from './rate-limit-store.js';
import type { Hit } from './rate-limit-store.js';

/** The counts of one window, by the name of what is limited and then by bucket. */
interface Counts {
  readonly index: number;
  readonly byName: Map<string, Map<string, number>>;
}

/**
 * Counts in this process alone. All counts of a window are dropped with it, so nothing has to be swept. Within a window at
 * most `bucketsMax` buckets of one name are kept and the one that was met first gives way: memory stays bounded, and what
 * is forgotten is a few requests of the same kind, since however many addresses come, they push out no API key.
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
    const counts = this.countsOf(nameOf(bucket), windowSeconds, window.index);
    const count = (counts.get(bucket) ?? 0) + 1;
    if (count === 1 && counts.size >= this.bucketsMax) dropFirst(counts);
    counts.set(bucket, count);
    return judge(count, limit, window);
  }

  /** How many buckets are held, over all windows. */
  get size(): number {
    const all = [...this.windows.values()].flatMap(({ byName }) => [...byName.values()]);
    return all.reduce((sum, counts) => sum + counts.size, 0);
  }

  private countsOf(name: string, windowSeconds: number, index: number): Map<string, number> {
    let current = this.windows.get(windowSeconds);
    if (current?.index !== index) {
      current = { index, byName: new Map() };
      this.windows.set(windowSeconds, current);
    }
    let counts = current.byName.get(name);
    if (counts === undefined) {
      counts = new Map();
      current.byName.set(name, counts);
    }
    return counts;
  }
}

function dropFirst(counts: Map<string, number>): void {
  for (const bucket of counts.keys()) {
    counts.delete(bucket);
    return;
  }
}
