import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { LRUCache } from 'lru-cache';
import { walletBounds } from '../wallet-bounds.js';
import { CredentialInvalid, isOurOwn, ProtocolViolation, Rejected } from '../wallet-errors.js';
import type { Health } from './stored-connection.js';
import { WalletHealthRepository } from './wallet-health.repository.js';

/** How wallets are doing, by how their calls end. Each change is told to the merchant once, what is short not at all. */
@Injectable()
export class WalletHealth {
  /** What was noted last, so that calls by the thousand cost one write. */
  private readonly noted = new LRUCache<string, Health>({
    max: walletBounds.openConnectionsMax,
    ttl: walletBounds.healthNoteMillis,
  });

  constructor(
    private readonly repository: WalletHealthRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Notes how a call ended: null if the wallet answered. Not waited for; a note that is lost follows with the next call. */
  note(merchantId: MerchantId, connectionId: string, error: unknown): void {
    if (isOurOwn(error)) return;
    const health = healthAfter(error);
    if (this.noted.get(connectionId) === health) return;
    this.noted.set(connectionId, health);
    const now = this.clock.now();
    const freshSince = new Date(now.getTime() - walletBounds.healthNoteMillis);
    this.repository.note(merchantId, connectionId, health, now, freshSince).catch((cause: unknown) => {
      this.noted.delete(connectionId);
      this.logger.warn({ err: cause, connectionId }, 'the health of a wallet could not be noted');
    });
  }

  /** Tells merchants of wallets that have been bad for a while, and of those that are well again; returns how many. */
  async tell(): Promise<number> {
    const now = this.clock.now();
    const told = await this.repository.tellBad(now, walletBounds.alertAfterSeconds);
    return told + (await this.repository.tellWell(now));
  }

  /**
   * Connections with a role whose wallets nobody has asked anything for some minutes; sooner those that were bad when they
   * were last asked, as long as their merchants were not told.
   */
  unseen(): Promise<{ merchantId: number; id: string }[]> {
    const before = (seconds: number): Date => new Date(this.clock.now().getTime() - seconds * 1000);
    const { unseenSeconds, doubtSeconds, healthChecksMax } = walletBounds;
    return this.repository.unseen(before(unseenSeconds), before(doubtSeconds), healthChecksMax);
  }
}

function healthAfter(error: unknown): Health {
  // An answer of no use is an answer all the same.
  if (error === null || error instanceof ProtocolViolation || error instanceof Rejected) return 'ok';
  return error instanceof CredentialInvalid ? 'rejected' : 'unavailable';
}
