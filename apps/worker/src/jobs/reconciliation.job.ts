import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { JOBS } from '@turnpike/queues';
import { Reconcile } from '@turnpike/settlements';
import { MerchantsWithWallets } from '@turnpike/wallets';
import { Job } from '../job.js';
import { workerBounds } from '../worker-bounds.js';

/** Compares the last days of our ledger with the list of every wallet that keeps one, and raises what differs. */
@Injectable()
export class ReconciliationJob extends Job {
  override readonly kind = JOBS.reconciliation;

  constructor(
    private readonly merchants: MerchantsWithWallets,
    private readonly reconcile: Reconcile,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async run(signal: AbortSignal): Promise<void> {
    const to = this.clock.now();
    const from = new Date(to.getTime() - workerBounds.reconciliationSeconds * 1000);
    for await (const merchantId of this.merchants.all()) {
      if (signal.aborted) return;
      await this.compare(merchantId, from, to);
    }
  }

  /** One merchant's trouble keeps no other from being compared. */
  private async compare(merchantId: MerchantId, from: Date, to: Date): Promise<void> {
    try {
      const compared = await this.reconcile.run(merchantId, from, to);
      const differences = compared.reduce((sum, wallet) => sum + wallet.differences.length, 0);
      if (differences > 0) this.logger.warn({ merchantId, differences }, 'a wallet and our ledger differ');
    } catch (error) {
      this.logger.warn({ err: error, merchantId }, 'a merchant’s wallets could not be compared');
    }
  }
}
