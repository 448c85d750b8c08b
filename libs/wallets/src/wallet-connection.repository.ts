import { Injectable } from '@nestjs/common';
import { HotPool } from '@turnpike/database';
import type { MerchantId } from '@turnpike/l402';

/** A merchant's link to a wallet as it is stored. */
export interface StoredConnection {
  readonly id: string;
  readonly kind: string;
  readonly role: 'primary' | 'fallback' | null;
  readonly sealedCredentials: Buffer;
}

const COLUMNS = `id, kind, role, sealed_credentials AS "sealedCredentials"`;

/** Reads wallet connections. They exist in live mode only. */
@Injectable()
export class WalletConnectionRepository {
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
}
