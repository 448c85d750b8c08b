import { Injectable } from '@nestjs/common';
import { ResealSecondFactors } from '@turnpike/members';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { ResealConnections } from '@turnpike/wallets';
import { Job } from '../job.js';

/** Brings the secrets of wallets and of second factors under the current seal key, after that key was changed. */
@Injectable()
export class ResealJob extends Job {
  override readonly kind = JOBS.reseal;

  constructor(
    private readonly connections: ResealConnections,
    private readonly factors: ResealSecondFactors,
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
    if (wallets + secondFactors > 0) {
      this.logger.info({ wallets, secondFactors }, 'sealed under the current key');
    }
    return { wallets, secondFactors };
  }
}
