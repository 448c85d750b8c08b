import { ManualClock } from '@turnpike/config';
import { createLogger } from '@turnpike/observability';
import type { HeldStream as Lease, Hint, HintSink } from '@turnpike/wallets';
import type { StreamParts } from '../held-stream.js';
import { StreamKeeper } from '../stream-keeper.js';
import { ManualPacing } from './manual-pacing.js';

/** One opening of a stream: the cursor it began from, its sink, and the ends it can be given. */
export interface Opening {
  readonly cursor: string | null;
  readonly sink: HintSink;
  readonly signal: AbortSignal;
  end(): void;
  fail(error: Error): void;
}

/** Leases, watches and wallets in memory around real keepers of streams. */
export class StreamScene {
  readonly clock = new ManualClock(new Date('2026-01-01T00:00:00Z'));
  readonly pacing = new ManualPacing();
  /** What happened, in order. */
  readonly log: string[] = [];
  readonly openings: Opening[] = [];
  readonly watched = new Set(['a']);
  readonly hinted: { hints: readonly Hint[]; cursor: string | null }[] = [];
  /** Whether leases can be renewed, and hints stored. */
  isOurs = true;
  /** Whether the wallet has a stream at all. */
  streams = true;
  /** How often the wallet was looked for. */
  found = 0;
  holder: string | null = null;
  fence = 0;
  cursor: string | null = null;
  aliveUntil: Date | null = null;
  private waiting: (() => void)[] = [];

  keeper(): StreamKeeper {
    const parts: StreamParts = {
      streams: {
        unheld: (ids) => Promise.resolve(ids.filter(() => this.holder === null)),
        take: (connectionId, holder) => Promise.resolve(this.take(connectionId, holder)),
        renew: (_lease, _seconds, aliveUntil) => {
          if (this.isOurs) this.aliveUntil = aliveUntil;
          this.note(`renew ${aliveUntil === null ? 'silent' : 'alive'}`);
          return Promise.resolve(this.isOurs);
        },
        release: () => {
          this.holder = null;
          this.note('release');
          return Promise.resolve();
        },
      },
      wallets: {
        find: () => {
          this.found += 1;
          return Promise.resolve(this.streams ? { streamSettlements: this.open } : null);
        },
      },
      watches: {
        watchedConnections: () => Promise.resolve([...this.watched]),
        isWatched: (id) => Promise.resolve(this.watched.has(id)),
        makeAllDue: () => {
          this.note('all due');
          return Promise.resolve(1);
        },
      },
      hints: {
        fromStream: (_lease, hints, cursor) => {
          if (this.isOurs) this.hinted.push({ hints, cursor });
          return Promise.resolve(this.isOurs);
        },
      },
      queues: { nudgeLookUps: () => Promise.resolve(true) },
      clock: this.clock,
      pacing: this.pacing,
      logger: createLogger({ logLevel: 'silent' }),
    };
    return new StreamKeeper(parts);
  }

  /** Resolves when the condition holds; it is looked at whenever something happens. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private readonly open = (cursor: string | null, sink: HintSink, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      this.openings.push({ cursor, sink, signal, end: resolve, fail: reject });
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.note('open');
    });

  private take(connectionId: string, holder: string): Lease | null {
    if (this.holder !== null) return null;
    this.holder = holder;
    this.fence += 1;
    return { connectionId, merchantId: 1, fence: this.fence, cursor: this.cursor };
  }

  private note(what: string): void {
    this.log.push(what);
    for (const tell of this.waiting.splice(0)) tell();
  }
}
