import { Injectable } from '@nestjs/common';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { ResealConnections } from '@turnpike/wallets';
import { ResealWebhooks } from '@turnpike/webhooks';
import { Job } from '../job.js';

/** Brings the secrets of wallets and webhooks under the current seal key, after that key was changed. */
@Injectable()
export class ResealJob extends Job {
  override readonly kind = JOBS.reseal;

  constructor(
    private readonly connections: ResealConnections,
    private readonly webhooks: ResealWebhooks,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const wallets = await this.connections.run(signal);
    const webhooks = await this.webhooks.run(signal);
    if (wallets + webhooks > 0) this.logger.info({ wallets, webhooks }, 'sealed under the current key');
  }
}
