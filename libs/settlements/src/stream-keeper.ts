import { randomUUID } from 'node:crypto';
import type { MerchantId } from '@turnpike/l402';
import { LRUCache } from 'lru-cache';
import { HeldStream, type StreamParts } from './held-stream.js';
import { settlementBounds as bounds } from './settlement-bounds.js';

interface Running {
  readonly stream: HeldStream;
  readonly ended: Promise<void>;
}

/**
 * Holds the streams of wallets in which something is open, at most one each over all processes. A stream whose holder died
 * is taken over when its lease is over; one that nobody takes costs time only, since look-ups go on without it.
 */
export class StreamKeeper {
  private readonly holder = randomUUID();
  private readonly running = new Map<string, Running>();
  /** Connections that have no stream, or had one that the wallet refused: not asked about for a while. */
  private readonly without = new LRUCache<string, true>({
    max: bounds.streamlessKnownMax,
    ttl: bounds.streamlessMillis,
  });
  private closed = false;

  constructor(private readonly parts: StreamParts) {}

  /** How many streams this process holds. */
  get size(): number {
    return this.running.size;
  }

  /** Takes streams that nobody holds, a bounded number; returns how many. Rejects if the database cannot be asked. */
  async look(): Promise<number> {
    const room = Math.min(bounds.streamsTakenMax, bounds.streamsMax - this.running.size);
    if (this.closed || room <= 0) return 0;
    const watched = await this.parts.watches.watchedConnections();
    const candidates = watched.filter((id) => !this.running.has(id) && !this.without.has(id));
    if (candidates.length === 0) return 0;
    let taken = 0;
    for (const id of await this.parts.streams.unheld(candidates, room)) {
      if (await this.take(id)) taken += 1;
    }
    return taken;
  }

  /** Ends every stream and gives its lease back. */
  async close(): Promise<void> {
    this.closed = true;
    for (const { stream } of this.running.values()) stream.end();
    await Promise.all([...this.running.values()].map(({ ended }) => ended));
  }

  /** Ends streams before the database closes; Nest calls it. */
  onModuleDestroy(): Promise<void> {
    return this.close();
  }

  private async take(connectionId: string): Promise<boolean> {
    const { streams, wallets, logger } = this.parts;
    const lease = await streams.take(connectionId, this.holder, bounds.streamLeaseSeconds);
    if (lease === null) return false;
    const wallet = await wallets
      .find(lease.merchantId as MerchantId, connectionId)
      .catch((error: unknown) => {
        logger.warn({ err: error, connectionId }, 'a wallet could not be opened for its stream');
        return null;
      });
    if (wallet === null || this.closed) {
      this.without.set(connectionId, true);
      await streams.release(lease);
      return false;
    }
    const stream = new HeldStream(this.parts, lease);
    const ended = stream.run().then((hasNone) => {
      this.running.delete(connectionId);
      const ttl = hasNone ? bounds.streamlessMillis : bounds.streamRestMillis;
      if (!this.closed) this.without.set(connectionId, true, { ttl });
    });
    this.running.set(connectionId, { stream, ended });
    return true;
  }
}
