import { Clock } from '@turnpike/config';
import { type PaymentHash, type Tenant } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { QueueProducer } from '@turnpike/queues';
import { Injectable } from '@nestjs/common';

import { ChallengeWatches } from './challenge-watches.js';

/**
 * Tells the settlement engine where to look now. A hint carries no state and proves nothing. Best effort and never waited
 * for: the schedule finds every open challenge anyway.
 */
@Injectable()
export class SettlementHints {
  constructor(
    private readonly watches: ChallengeWatches,
    private readonly queues: QueueProducer,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Makes the challenge due and wakes the worker. */
  look(tenant: Tenant, paymentHash: PaymentHash): void {
    void this.watches
      .makeDue({ merchantId: tenant.merchantId, mode: tenant.mode, paymentHash }, this.clock.now())
      .then(() => this.queues.nudgeLookUps())
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'a settlement hint was lost; the schedule will look');
      });
  }
}
