import { LRUCache } from 'lru-cache';
import type { MerchantId } from '@turnpike/l402';
import type { Principal } from './principal.js';

/**
 * What the database said about a key: whose it is, and when it ends (Unix milliseconds), if it does. From the end of its
 * plan on, the holder is the later principal; both are made once, so that a call costs no more than looking at the clock.
 */
export interface KnownKey {
  readonly principal: Principal;
  readonly expiresAtMs: number | null;
  readonly later: { readonly fromMs: number; readonly principal: Principal } | null;
}

/** How much a {@link PrincipalCache} keeps and for how long. */
export interface PrincipalCacheBounds {
  readonly knownKeysMax: number;
  readonly unknownKeysMax: number;
  readonly keyAgeMsMax: number;
}

interface Remembered<Answer> {
  readonly answer: Answer;
  /** When the question was put, not when the answer came: the row may have changed meanwhile. */
  readonly askedAtMs: number;
}

/**
 * Remembers the database's answers about keys for a bounded time, "no such key" included, and lets at most one
 * question about a key be under way. Ages are measured by a monotonic clock in milliseconds, since the time of
 * day may be set back and would then keep a revoked key alive; whether a key has expired is for the caller to
 * judge at each use.
 */
export class PrincipalCache {
  private readonly known: LRUCache<string, Remembered<KnownKey>>;
  private readonly unknown: LRUCache<string, Remembered<null>>;
  private readonly underWay = new Map<string, Promise<KnownKey | null>>();
  private generation = 0;

  constructor(
    private readonly bounds: PrincipalCacheBounds,
    private readonly monotonicMs: () => number,
  ) {
    this.known = new LRUCache({ max: bounds.knownKeysMax });
    this.unknown = new LRUCache({ max: bounds.unknownKeysMax });
  }

  /** The remembered answer: a key, `null` if there is no such key, `undefined` if it must be asked for. */
  get(fingerprint: string): KnownKey | null | undefined {
    const remembered = this.known.get(fingerprint) ?? this.unknown.get(fingerprint);
    if (remembered === undefined || this.monotonicMs() - remembered.askedAtMs > this.bounds.keyAgeMsMax) {
      return undefined;
    }
    return remembered.answer;
  }

  /** Asks, or joins the question already under way. A failure reaches everybody who waits and is not remembered. */
  load(fingerprint: string, ask: () => Promise<KnownKey | null>): Promise<KnownKey | null> {
    const running = this.underWay.get(fingerprint);
    if (running !== undefined) return running;
    const started = this.ask(fingerprint, ask).finally(() => {
      if (this.underWay.get(fingerprint) === started) this.underWay.delete(fingerprint);
    });
    this.underWay.set(fingerprint, started);
    return started;
  }

  /**
   * Forgets what is known of a merchant's keys. Questions under way, whose merchant nobody knows yet, are still
   * answered but neither remembered nor joined: they may have read the rows as they were.
   */
  forget(merchantId: MerchantId): void {
    this.generation += 1;
    this.underWay.clear();
    for (const [fingerprint, { answer }] of this.known.entries()) {
      if (answer.principal.merchantId === merchantId) this.known.delete(fingerprint);
    }
  }

  private async ask(fingerprint: string, ask: () => Promise<KnownKey | null>): Promise<KnownKey | null> {
    const askedAtMs = this.monotonicMs();
    const { generation } = this;
    const answer = await ask();
    if (generation === this.generation) this.remember(fingerprint, answer, askedAtMs);
    return answer;
  }

  private remember(fingerprint: string, answer: KnownKey | null, askedAtMs: number): void {
    if (answer === null) {
      this.known.delete(fingerprint);
      this.unknown.set(fingerprint, { answer, askedAtMs });
    } else {
      this.unknown.delete(fingerprint);
      this.known.set(fingerprint, { answer, askedAtMs });
    }
  }
}
