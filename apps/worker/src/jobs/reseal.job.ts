import { Injectable } from '@nestjs/common';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { ResealConnections } from '@turnpike/wallets';
import { Job } from '../job.js';

/** Brings the secrets of wallets under the current seal key, after that key was changed. */
@Injectable()
export class ResealJob extends Job {
  override readonly kind = JOBS.reseal;

  constructor(
    private readonly connections: ResealConnections,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    await this.reseal(signal);
  }

  /** Does it, tells how far it is, and how many of each kind were sealed anew. */
  async reseal(
    signal: AbortSignal,
    progress: (wallets: number) => void = () => undefined,
  ): Promise<Readonly<Record<string, number>>> {
    const wallets = await this.connections.run(signal, progress);
    if (wallets > 0) this.logger.info({ wallets }, 'sealed under the current key');
    return { wallets };
  }
}
