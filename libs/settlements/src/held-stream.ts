import type { ChallengeWatches } from '@turnpike/challenges';
import type { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import type { Logger } from '@turnpike/observability';
import type { QueueProducer } from '@turnpike/queues';
import { CredentialInvalid } from '@turnpike/wallets';
import type { HeldStream as Lease, HintSink, PushWallets, WalletStreams } from '@turnpike/wallets';
import type { Pacing } from './pacing.js';
import { settlementBounds as bounds } from './settlement-bounds.js';
import { StreamPace } from './stream-pace.js';
import type { TakeHints } from './take-hints.js';

/** The parts of other libs that streams need. */
export interface StreamParts {
  readonly streams: Pick<WalletStreams, 'unheld' | 'take' | 'renew' | 'release'>;
  readonly wallets: Pick<PushWallets, 'find'>;
  readonly watches: Pick<ChallengeWatches, 'watchedConnections' | 'isWatched' | 'makeAllDue'>;
  readonly hints: Pick<TakeHints, 'fromStream'>;
  readonly queues: Pick<QueueProducer, 'nudgeLookUps'>;
  readonly clock: Clock;
  readonly pacing: Pacing;
  readonly logger: Logger;
}

/**
 * One wallet's stream in this process, from the lease to its end. The stream is opened again whenever it ends; once it
 * stands, and not before, everything that is open in the wallet is looked at, since something may have been paid between
 * the last look and the subscription. It ends for good when the lease is lost, when nothing is open any more, or when the
 * wallet refuses us.
 */
export class HeldStream {
  private readonly ending = new AbortController();
  private opened: AbortController | null = null;
  private isAlive = false;
  private stoodOnce = false;
  private heardAtMs = 0;
  private renewals = 0;
  private lease: Lease;
  private readonly pace: StreamPace;

  constructor(
    private readonly parts: StreamParts,
    lease: Lease,
  ) {
    this.lease = lease;
    this.pace = new StreamPace(parts.pacing);
  }

  /**
   * Resolves when the stream has ended for good and the lease is given back; true if the wallet has none for us. Never
   * rejects.
   */
  async run(): Promise<boolean> {
    const renewing = this.keepLease();
    let hasNone = false;
    for (let failures = 0; !this.ending.signal.aborted && !hasNone;) {
      this.stoodOnce = false;
      const error = await this.openOnce();
      if (this.ending.signal.aborted) break;
      failures = error === null || this.stoodOnce ? 0 : failures + 1;
      hasNone = error !== null && this.isRefusal(error);
      if (hasNone) break;
      const pauseMillis = Math.min(
        bounds.streamPauseMillisMin * 2 ** Math.min(failures, 10),
        bounds.streamPauseMillisMax,
      );
      await this.parts.pacing.pause(pauseMillis * (0.8 + Math.random() / 5), this.ending.signal);
    }
    this.end();
    await renewing;
    await this.parts.streams.release(this.lease).catch(() => undefined);
    return hasNone;
  }

  /** Ends it. */
  end(): void {
    this.ending.abort();
    this.opened?.abort();
  }

  private async openOnce(): Promise<unknown> {
    const opened = new AbortController();
    this.opened = opened;
    this.heardAtMs = this.parts.pacing.nowMillis();
    try {
      const { connectionId, merchantId, cursor } = this.lease;
      // Found anew each time: with other credentials, or the same ones sealed anew, it is another wallet.
      const wallet = await this.parts.wallets.find(merchantId as MerchantId, connectionId);
      if (wallet === null) this.end();
      else await wallet.streamSettlements(cursor, this.sink(opened), opened.signal);
      return null;
    } catch (error) {
      return opened.signal.aborted ? null : error;
    } finally {
      opened.abort();
      this.isAlive = false;
    }
  }

  private sink(opened: AbortController): HintSink {
    return {
      alive: () => {
        if (!opened.signal.aborted) void this.cameAlive(opened);
      },
      take: async (hints, cursor) => {
        await this.pace.next(opened.signal);
        opened.signal.throwIfAborted();
        this.heardAtMs = this.parts.pacing.nowMillis();
        if (!(await this.parts.hints.fromStream(this.lease, hints, cursor))) {
          this.end();
          throw new Error('the stream is held by another process');
        }
        if (cursor !== null) this.lease = { ...this.lease, cursor };
      },
    };
  }

  private async cameAlive(opened: AbortController): Promise<void> {
    const { watches, queues, clock, logger } = this.parts;
    const { connectionId } = this.lease;
    try {
      if ((await watches.makeAllDue(connectionId, clock.now())) > 0) void queues.nudgeLookUps();
      if (opened.signal.aborted) return;
      this.isAlive = true;
      this.stoodOnce = true;
      await this.renew();
    } catch (error) {
      logger.warn(
        { err: error, connectionId },
        'a stream stands, but its open invoices could not be made due',
      );
      opened.abort();
    }
  }

  private async keepLease(): Promise<void> {
    const { signal } = this.ending;
    let lastMs = this.parts.pacing.nowMillis();
    for (;;) {
      await this.parts.pacing.pause(bounds.streamRenewMillis, signal);
      if (signal.aborted) return;
      try {
        if (await this.renew()) lastMs = this.parts.pacing.nowMillis();
        else this.end();
      } catch {
        // The database is away: the lease runs out, and so must the stream, before another may hold it.
        if (this.parts.pacing.nowMillis() - lastMs > (bounds.streamLeaseSeconds * 1000) / 2) this.end();
      }
      if (this.parts.pacing.nowMillis() - this.heardAtMs > bounds.streamSilenceMillis) this.opened?.abort();
    }
  }

  private async renew(): Promise<boolean> {
    const { streams, watches, clock } = this.parts;
    this.renewals += 1;
    const isCheck = this.renewals % bounds.streamRenewalsPerCheck === 0;
    if (isCheck && !(await watches.isWatched(this.lease.connectionId))) return false;
    const aliveUntil = this.isAlive
      ? new Date(clock.now().getTime() + bounds.streamLeaseSeconds * 1000)
      : null;
    return streams.renew(this.lease, bounds.streamLeaseSeconds, aliveUntil);
  }

  /** Whether the credential may not stream. How the wallet is doing is for look-ups to say: they may be allowed all the same. */
  private isRefusal(error: unknown): boolean {
    const { connectionId } = this.lease;
    this.parts.logger.warn({ err: error, connectionId }, 'a stream of payments ended');
    return error instanceof CredentialInvalid;
  }
}
