import type { StatementPool } from '@turnpike/database';

/** A row of a connection, put in as it is: for tests of what is kept of wallets, none of which is ever called. */
export interface WalletRow {
  readonly id: string;
  readonly merchantId?: number;
  readonly role?: 'primary' | 'fallback' | null;
  readonly kind?: string;
  readonly sealedCredentials?: Buffer;
  readonly sealedWebhookSecret?: Buffer | null;
  readonly createdAt?: Date;
}

/** What is on record about how a wallet is doing. */
export interface HealthRecord {
  readonly health: string;
  readonly badSince: Date | null;
  readonly alertedAt: Date | null;
  readonly lastCheckedAt: Date | null;
}

/** An event as the outbox has it. */
export interface ToldEvent {
  readonly merchantId: number;
  readonly mode: number;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The rows of connections in a database. */
export class WalletRows {
  constructor(private readonly pool: StatementPool) {}

  /** Puts one in. */
  async add(row: WalletRow): Promise<void> {
    const { id, merchantId = 1, role = null, kind = 'lnd', createdAt = new Date(0) } = row;
    const { sealedCredentials = Buffer.alloc(0), sealedWebhookSecret = null } = row;
    await this.pool.query({
      text: `INSERT INTO wallet_connection (id, merchant_id, kind, label, role, sealed_credentials, sealed_webhook_secret, created_at)
        VALUES ($1, $2, $3, 'Node', $4, $5, $6, $7)`,
      values: [id, merchantId, kind, role, sealedCredentials, sealedWebhookSecret, createdAt],
    });
  }

  /** Takes all away, with everything that is kept of them. */
  async clear(): Promise<void> {
    for (const table of ['wallet_connection', 'wallet_alert', 'wallet_stream', 'wallet_notice', 'outbox'])
      await this.pool.query({ text: `DELETE FROM ${table}` });
  }

  /** How a wallet is doing. */
  async health(id: string): Promise<HealthRecord> {
    const { rows } = await this.pool.query<HealthRecord>({
      text: `SELECT health, bad_since AS "badSince", alerted_at AS "alertedAt", last_checked_at AS "lastCheckedAt"
        FROM wallet_connection WHERE id = $1`,
      values: [id],
    });
    if (rows[0] === undefined) throw new Error('there is no such connection');
    return rows[0];
  }

  /** The ids of a merchant's connections by role; those without one last, in order. */
  async roles(merchantId: number): Promise<{ id: string; role: string | null }[]> {
    const { rows } = await this.pool.query<{ id: string; role: string | null }>({
      text: 'SELECT id, role FROM wallet_connection WHERE merchant_id = $1 ORDER BY role DESC NULLS LAST, id',
      values: [merchantId],
    });
    return rows;
  }

  /** Every event that was told, in order. */
  async events(): Promise<ToldEvent[]> {
    const { rows } = await this.pool.query<ToldEvent>({
      text: 'SELECT merchant_id AS "merchantId", mode, type, data FROM outbox ORDER BY id',
    });
    return rows;
  }
}
