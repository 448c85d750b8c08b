import { Injectable } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';
import type { StoredConnection } from './stored-connection.js';

const COLUMNS = `id, merchant_id AS "merchantId", kind, role, sealed_credentials AS "sealedCredentials", payee,
  webhook_token AS "webhookToken", sealed_webhook_secret AS "sealedWebhookSecret"`;

/** Finds wallet connections for those who make and look up invoices. They exist in live mode only. */
@Injectable()
export class ConnectionRepository {
  constructor(private readonly pool: HotPool) {}

  /** The connections that make invoices for a merchant, the primary one before the fallback. */
  async findForMint(merchantId: MerchantId): Promise<StoredConnection[]> {
    const { rows } = await this.pool.query<StoredConnection>({
      name: 'wallet-connections-for-mint',
      text: `SELECT ${COLUMNS} FROM wallet_connection
        WHERE merchant_id = $1 AND role IS NOT NULL ORDER BY role DESC`,
      values: [merchantId],
    });
    return rows;
  }

  /** One connection of a merchant; null if he has none of this id. */
  async find(merchantId: MerchantId, id: string): Promise<StoredConnection | null> {
    const { rows } = await this.pool.query<StoredConnection>({
      name: 'wallet-connection',
      text: `SELECT ${COLUMNS} FROM wallet_connection WHERE merchant_id = $1 AND id = $2`,
      values: [merchantId, id],
    });
    return rows[0] ?? null;
  }

  /** The connection of that kind whose notices come in under this token; null if there is none. */
  async findByWebhookToken(kind: string, token: string): Promise<StoredConnection | null> {
    const { rows } = await this.pool.query<StoredConnection>({
      name: 'wallet-connection-by-token',
      text: `SELECT ${COLUMNS} FROM wallet_connection WHERE webhook_token = $1 AND kind = $2`,
      values: [token, kind],
    });
    return rows[0] ?? null;
  }
}
