import { inSats } from './in-sats.js';
import { PaymentRefused } from './payment-refused.js';

/** What may be spent at most, in sats. */
export interface SpendingLimits {
  readonly perRequestSats: number;
  readonly totalSats: number;
}

/** Keeps count of what is spent. A payment that failed counts as well, since it may have arrived. */
export class Spending {
  private sats = 0;

  constructor(private readonly limits: SpendingLimits) {}

  /** What has been spent so far. */
  get spentSats(): number {
    return this.sats;
  }

  /** Counts an amount before it is paid; throws `PaymentRefused` if it is more than may be spent. */
  spend(amountSats: number): void {
    const { perRequestSats, totalSats } = this.limits;
    if (amountSats > perRequestSats) {
      throw new PaymentRefused(
        `asked for ${inSats(amountSats)}, and at most ${perRequestSats} allowed for one request`,
      );
    }
    if (this.sats + amountSats > totalSats) {
      throw new PaymentRefused(
        `asked for ${inSats(amountSats)}, and ${totalSats - this.sats} left of ${totalSats} allowed in total`,
      );
    }
    this.sats += amountSats;
  }
}
