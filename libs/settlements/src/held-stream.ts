import type { ChallengeWatches } from '@turnpike/challenges';
import type { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import type { Logger } from '@turnpike/observability';
import type { QueueProducer } from '@turnpike/queues';
import { CredentialInvalid, WalletError } from '@turnpike/wallets';
import type {
  HeldStream as Lease,
  HintSink,
  PushWallets,
  StreamsSettlements,
  WalletStreams,
} from '@turnpike/wallets';
import type { Pacing } from './pacing.js';
import { settlementBounds as bounds } from './settlement-bounds.js';
import type { TakeHints } from './take-hints.js';

/** The parts of other libs that streams need. */
export interface StreamParts {
  readonly streams: Pick<WalletStreams, 'unheld' | 'take' | 'renew' | 'release'>;
  readonly wallets: Pick<PushWallets, 'find' | 'noteEnd'>;
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
  private heardAtMs = 0;
  private renewals = 0;
  private lease: Lease;

  constructor(
    private readonly parts: StreamParts,
    lease: Lease,
    private readonly wallet: StreamsSettlements,
  ) {
    this.lease = lease;
  }

  /** Resolves when the stream has ended for good and the lease is given back. Never rejects. */
  async run(): Promise<void> {
    const renewing = this.keepLease();
    for (let failures = 0; !this.ending.signal.aborted;) {
      const error = await this.openOnce();
      if (this.ending.signal.aborted) break;
      failures = error === null ? 0 : failures + 1;
      if (error !== null && !this.mayGoOn(error)) break;
      const pauseMillis = Math.min(
        bounds.streamPauseMillisMin * 2 ** Math.min(failures, 10),
        bounds.streamPauseMillisMax,
      );
      await this.parts.pacing.pause(pauseMillis * (0.8 + Math.random() / 5), this.ending.signal);
    }
    this.end();
    await renewing;
    await this.parts.streams.release(this.lease).catch(() => undefined);
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
      await this.wallet.streamSettlements(this.lease.cursor, this.sink(opened), opened.signal);
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

  private mayGoOn(error: unknown): boolean {
    const { connectionId, merchantId } = this.lease;
    this.parts.logger.warn({ err: error, connectionId }, 'a stream of payments ended');
    if (error instanceof WalletError)
      this.parts.wallets.noteEnd(merchantId as MerchantId, connectionId, error);
    return !(error instanceof CredentialInvalid);
  }
}
