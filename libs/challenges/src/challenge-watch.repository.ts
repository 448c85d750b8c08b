import { type MerchantId, modeFromNumber, modeNumber, type Tenant } from '@turnpike/l402';
import { HotPool } from '@turnpike/database';

import { challengeKeyFromUuid } from './challenge-key.js';
import { type Settlement, SETTLEMENT_CODE, settlementFromCode } from './settlement.js';

/** A challenge whose wallet is to be asked now. */
export interface DueWatch extends Tenant {
  /** 32 hex digits. */
  readonly key: string;
  /** `null` for the sandbox. */
  readonly connectionId: string | null;
  readonly paymentHash: string;
  readonly providerRef: string;
  readonly paymentRequest: string;
  readonly createdAt: Date;
  readonly invoiceExpiresAt: Date;
  /** The last word on record. */
  readonly settlement: Settlement;
  /** Whether that word was ever said, or is only what an invoice is assumed to be until its wallet was asked. */
  readonly hasWord: boolean;
}

const TAKE_DUE = `
WITH due AS (
  SELECT key FROM challenge_watch WHERE ended_at IS NULL AND next_look_up_at <= $1
  ORDER BY next_look_up_at LIMIT $2 FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE challenge_watch w SET next_look_up_at = $3, looks = w.looks + 1 FROM due WHERE w.key = due.key
  RETURNING w.key, w.merchant_id, w.mode, w.connection_id
)
SELECT t.key, t.merchant_id, t.mode, t.connection_id, encode(c.payment_hash, 'hex') AS payment_hash, c.provider_ref,
       c.payment_request, c.created_at, c.invoice_expires_at, l.settlement
FROM taken t JOIN challenge c ON c.key = t.key JOIN challenge_ledger l ON l.key = t.key
ORDER BY t.key`;

interface Row {
  readonly key: string;
  readonly merchant_id: number;
  readonly mode: 0 | 1;
  readonly connection_id: string | null;
  readonly payment_hash: string;
  readonly provider_ref: string;
  readonly payment_request: string;
  readonly created_at: Date;
  readonly invoice_expires_at: Date;
  readonly settlement: number;
}

/** The schedule's statements. Keys are made by mint and never repeat, so they need no tenant beside them. */
export class ChallengeWatchRepository {
  constructor(private readonly pool: HotPool) {}

  async takeDue(now: Date, limit: number, putOffTo: Date): Promise<DueWatch[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'watches-take-due',
      text: TAKE_DUE,
      values: [now, limit, putOffTo],
    });
    return rows.map((row) => ({
      key: challengeKeyFromUuid(row.key),
      merchantId: row.merchant_id as MerchantId,
      mode: modeFromNumber(row.mode),
      connectionId: row.connection_id,
      paymentHash: row.payment_hash,
      providerRef: row.provider_ref,
      paymentRequest: row.payment_request,
      createdAt: row.created_at,
      invoiceExpiresAt: row.invoice_expires_at,
      settlement: settlementFromCode(row.settlement),
      hasWord: row.settlement !== SETTLEMENT_CODE.none,
    }));
  }

  async reschedule(key: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'watch-reschedule',
      text: 'UPDATE challenge_watch SET next_look_up_at = $2 WHERE key = $1 AND ended_at IS NULL',
      values: [key, at],
    });
  }

  async end(key: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'watch-end',
      text: 'UPDATE challenge_watch SET ended_at = $2 WHERE key = $1 AND ended_at IS NULL',
      values: [key, at],
    });
  }

  async makeDue(tenant: Tenant, paymentHash: string, at: Date): Promise<void> {
    await this.pool.query({
      name: 'watch-make-due',
      text: `UPDATE challenge_watch w SET next_look_up_at = $4 FROM challenge c
        WHERE c.merchant_id = $1 AND c.mode = $2 AND c.payment_hash = decode($3, 'hex') AND w.key = c.key
          AND w.ended_at IS NULL AND w.next_look_up_at > $4`,
      values: [tenant.merchantId, modeNumber(tenant.mode), paymentHash, at],
    });
  }
}
