import { Injectable } from '@nestjs/common';
import { ResealLetters } from '@turnpike/mail';
import { ResealSecondFactors } from '@turnpike/members';
import { Logger } from '@turnpike/observability';
import { ResealProxies } from '@turnpike/proxies';
import { JOBS } from '@turnpike/queues';
import { ResealConnections } from '@turnpike/wallets';
import { ResealWebhooks } from '@turnpike/webhooks';
import { Job } from '../job.js';

/** Brings the secrets of wallets, second factors, webhooks and proxies, and the letters that wait, under the current seal key, after that key was changed. */
@Injectable()
export class ResealJob extends Job {
  override readonly kind = JOBS.reseal;

  constructor(
    private readonly connections: ResealConnections,
    private readonly factors: ResealSecondFactors,
    private readonly webhooks: ResealWebhooks,
    private readonly letters: ResealLetters,
    private readonly proxies: ResealProxies,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    await this.reseal(signal);
  }

  /** Does it, tells how far it is with wallets, and how many of each kind were sealed anew. */
  async reseal(
    signal: AbortSignal,
    progress: (wallets: number) => void = () => undefined,
  ): Promise<Readonly<Record<string, number>>> {
    const wallets = await this.connections.run(signal, progress);
    const secondFactors = await this.factors.run(signal);
    const webhooks = await this.webhooks.run(signal);
    const letters = await this.letters.run(signal);
    const proxies = await this.proxies.run(signal);
    const sealed = { wallets, secondFactors, webhooks, letters, proxies };
    if (wallets + secondFactors + webhooks + letters + proxies > 0)
      this.logger.info(sealed, 'sealed under the current key');
    return sealed;
  }
}
