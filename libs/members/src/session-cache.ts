import { LRUCache } from 'lru-cache';
import type { KnownSession } from './session.js';

/** How much a {@link SessionCache} keeps and for how long. */
export interface SessionCacheBounds {
  readonly entriesMax: number;
  readonly ageMsMax: number;
}

interface Remembered {
  readonly session: KnownSession | null;
  /** When the question was put, not when the answer came: the row may have changed meanwhile. */
  readonly askedAtMs: number;
}

/**
 * Remembers answers about sessions for a bounded time by a monotonic clock, "no such session" included. News of any change
 * empties it, and an answer that was under way meanwhile is not kept.
 */
export class SessionCache {
  private readonly known: LRUCache<string, Remembered>;
  private generation = 0;

  constructor(
    private readonly bounds: SessionCacheBounds,
    private readonly monotonicMs: () => number,
  ) {
    this.known = new LRUCache({ max: bounds.entriesMax });
  }

  /** The remembered answer; `undefined` if it must be asked for. */
  get(fingerprint: string): KnownSession | null | undefined {
    const remembered = this.known.get(fingerprint);
    if (remembered === undefined) return undefined;
    return this.monotonicMs() - remembered.askedAtMs > this.bounds.ageMsMax ? undefined : remembered.session;
  }

  /** Asks, and remembers what it is told. */
  async load(fingerprint: string, ask: () => Promise<KnownSession | null>): Promise<KnownSession | null> {
    const askedAtMs = this.monotonicMs();
    const { generation } = this;
    const session = await ask();
    if (generation === this.generation) this.known.set(fingerprint, { session, askedAtMs });
    return session;
  }

  /** Forgets everything. */
  clear(): void {
    this.generation += 1;
    this.known.clear();
  }
}
