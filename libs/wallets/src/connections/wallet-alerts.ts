import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { MerchantId } from '@turnpike/l402';
import { Logger } from '@turnpike/observability';
import { LRUCache } from 'lru-cache';
import { walletBounds } from '../wallet-bounds.js';
import { WalletAlertsRepository, type WalletAlert } from './wallet-alerts.repository.js';

/** What an alert can be about, and what it says. */
const MATTERS = {
  new_payee: 'The wallet signs its invoices with another key than before.',
  invalid_invoice: 'The wallet made an invoice that does not fit what was asked for, and it was refused.',
  unreadable_answer:
    'What the wallet said of an invoice could not be read, so nobody knows whether it was paid.',
  settlement_conflict: 'A payer showed the right preimage of an invoice that the wallet does not call paid.',
  underpaid: 'Less arrived than an invoice asks for.',
  reconciliation: 'The list of the wallet and our ledger differ.',
  clock: 'The clock of the wallet is more than ten minutes from ours.',
} as const;

/** What an alert can be about. */
export type AlertMatter = keyof typeof MATTERS;

/** All that alerts can be about. */
export const ALERT_MATTERS = Object.keys(MATTERS) as readonly AlertMatter[];

/** Tells merchants what they should look at, one line for each wallet and matter, however often it happens. */
@Injectable()
export class WalletAlerts {
  /** So that what happens a thousand times is not written as often. */
  private readonly raised = new LRUCache<string, true>({
    max: walletBounds.openConnectionsMax,
    ttl: walletBounds.alertMillis,
  });

  constructor(
    private readonly repository: WalletAlertsRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Raises an alert. Not waited for. */
  raise(merchantId: MerchantId, connectionId: string, matter: AlertMatter): void {
    const name = `${connectionId} ${matter}`;
    if (this.raised.has(name)) return;
    this.raised.set(name, true);
    this.logger.warn({ merchantId, connectionId, matter }, MATTERS[matter]);
    this.repository
      .raise(connectionId, merchantId, matter, MATTERS[matter], this.clock.now())
      .catch((error: unknown) => {
        this.raised.delete(name);
        this.logger.warn({ err: error, connectionId, matter }, 'an alert could not be written down');
      });
  }

  /** Takes an alert back, because what it was about is over. */
  async clear(merchantId: MerchantId, connectionId: string, matter: AlertMatter): Promise<void> {
    this.raised.delete(`${connectionId} ${matter}`);
    await this.repository.clear(merchantId, connectionId, matter);
  }

  /** A merchant's alerts, the latest first. */
  list(merchantId: MerchantId): Promise<WalletAlert[]> {
    return this.repository.list(merchantId, walletBounds.alertsShownMax);
  }
}
