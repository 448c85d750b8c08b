import { Injectable } from '@nestjs/common';
import { JOBS } from '@turnpike/queues';
import { CheckSilentWallets, WalletHealth } from '@turnpike/wallets';
import { Job } from '../job.js';

/** Asks wallets that were silent for minutes, and tells merchants of wallets that have gone bad or are well again. */
@Injectable()
export class WalletHealthJob extends Job {
  override readonly kind = JOBS.walletHealth;

  constructor(
    private readonly silent: CheckSilentWallets,
    private readonly health: WalletHealth,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    await this.health.tell();
    if ((await this.silent.run(signal)) > 0) await this.health.tell();
  }
}
