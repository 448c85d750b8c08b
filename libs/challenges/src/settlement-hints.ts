import { Clock, limits } from '@turnpike/config';
import { type PaymentHash, type Tenant } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { QueueProducer } from '@turnpike/queues';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LRUCache } from 'lru-cache';

import { ChallengeWatches } from './challenge-watches.js';

interface Hinted {
  readonly atMillis: number;
  /** The hint that stands for all that came too soon after this one. */
  next?: NodeJS.Timeout;
}

/**
 * Tells the settlement engine where to look now. A hint carries no state and proves nothing. Best effort and never waited
 * for: the schedule finds every open challenge anyway. Of many hints about one challenge one a second is passed on, the
 * last among them, and no more are under way at once than a bound.
 */
@Injectable()
export class SettlementHints implements OnModuleDestroy {
  private readonly hinted = new LRUCache<string, Hinted>({
    max: limits.settlementHintsMax,
    dispose: ({ next }) => clearTimeout(next),
  });
  private underWay = 0;

  constructor(
    private readonly watches: ChallengeWatches,
    private readonly queues: QueueProducer,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Makes the challenge due and wakes the worker. */
  look({ merchantId, mode }: Tenant, paymentHash: PaymentHash): void {
    const challenge = { merchantId, mode, paymentHash };
    const name = `${mode}:${String(merchantId)}:${paymentHash}`;
    const last = this.hinted.get(name);
    const sinceMillis = last === undefined ? Infinity : this.clock.now().getTime() - last.atMillis;
    if (last && sinceMillis >= 0 && sinceMillis < limits.settlementHintMillis) {
      last.next ??= setTimeout(() => this.pass(name, challenge), limits.settlementHintMillis - sinceMillis);
      last.next.unref();
    } else {
      this.pass(name, challenge);
    }
  }

  /** Drops the hints that have not been passed on. */
  onModuleDestroy(): void {
    this.hinted.clear();
  }

  private pass(name: string, challenge: Tenant & { readonly paymentHash: PaymentHash }): void {
    if (this.underWay >= limits.settlementHintsUnderWayMax) return;
    const now = this.clock.now();
    this.hinted.set(name, { atMillis: now.getTime() });
    this.underWay += 1;
    void this.watches
      .makeDue(challenge, now)
      .then(() => this.queues.nudgeLookUps())
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'a settlement hint was lost; the schedule will look');
      })
      .finally(() => {
        this.underWay -= 1;
      });
  }
}
