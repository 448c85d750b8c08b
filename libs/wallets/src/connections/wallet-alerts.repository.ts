import { Injectable } from '@nestjs/common';
import { ColdPool } from '@turnpike/database';

// None about a wallet that is gone: nobody could do anything about it, and nothing would take it away.
const RAISE = `
INSERT INTO wallet_alert AS a (connection_id, matter, merchant_id, detail, first_at, last_at)
SELECT c.id, $2, c.merchant_id, $4, $5, $5 FROM wallet_connection c WHERE c.id = $1 AND c.merchant_id = $3
ON CONFLICT (connection_id, matter) DO UPDATE SET detail = $4, count = a.count + 1, last_at = greatest(a.last_at, $5)
WHERE a.count < 2147483647`;

/** Something about a wallet that its merchant should look at. */
export interface WalletAlert {
  readonly walletId: string;
  readonly matter: string;
  readonly detail: string;
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** The statements about alerts. */
@Injectable()
export class WalletAlertsRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Adds an alert, or counts it up; nothing if the merchant has no such connection. */
  async raise(
    connectionId: string,
    merchantId: number,
    matter: string,
    detail: string,
    now: Date,
  ): Promise<void> {
    const values = [connectionId, matter, merchantId, detail, now];
    await this.pool.query({ name: 'wallet-alert-raise', text: RAISE, values });
  }

  /** A merchant's alerts, the latest first. */
  async list(merchantId: number, limit: number): Promise<WalletAlert[]> {
    const { rows } = await this.pool.query<WalletAlert>({
      name: 'wallet-alerts',
      text: `SELECT connection_id AS "walletId", matter, detail, count, first_at AS "firstAt", last_at AS "lastAt"
        FROM wallet_alert WHERE merchant_id = $1 ORDER BY last_at DESC LIMIT $2`,
      values: [merchantId, limit],
    });
    return rows;
  }

  /** Takes an alert away. */
  async clear(merchantId: number, connectionId: string, matter: string): Promise<void> {
    await this.pool.query({
      name: 'wallet-alerts-clear',
      text: 'DELETE FROM wallet_alert WHERE merchant_id = $1 AND connection_id = $2 AND matter = $3',
      values: [merchantId, connectionId, matter],
    });
  }
}
