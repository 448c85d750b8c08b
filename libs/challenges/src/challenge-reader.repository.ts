import { modeNumber, type Tenant } from '@turnpike/l402';
import { ColdPool, stepwise } from '@turnpike/database';

import { type ChallengeDetail, type ChallengeStatus } from './challenge-record.js';
import { CHALLENGE_COLUMNS, type ChallengeRow, toChallengeDetail } from './challenge-row.sql.js';

const STATUS_FILTER: Record<ChallengeStatus, string> = {
  paid: 'AND c.paid_at IS NOT NULL',
  unpaid: 'AND c.paid_at IS NULL AND c.invoice_expires_at > $3',
  expired: 'AND c.paid_at IS NULL AND c.invoice_expires_at <= $3',
};

/** Reads a tenant's challenges with what the ledger says of them. */
export class ChallengeReaderRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Newest first. The page is cut before the ledger is joined. */
  async page(
    tenant: Tenant,
    filter: ChallengeStatus | null,
    limit: number,
    offset: number,
    now: Date,
  ): Promise<ChallengeDetail[]> {
    const { rows } = await this.pool.query<ChallengeRow>({
      name: `challenges-page-${filter ?? 'all'}`,
      text: `SELECT ${CHALLENGE_COLUMNS}
        FROM (SELECT * FROM ${source(filter)} ORDER BY c.created_at DESC, c.key LIMIT $4 OFFSET $5) c
        JOIN challenge_ledger l ON l.key = c.key ORDER BY c.created_at DESC, c.key`,
      values: [tenant.merchantId, modeNumber(tenant.mode), now, limit, offset],
    });
    return rows.map((row) => toChallengeDetail(row, now));
  }

  /** How many there are in all, counted up to `max`. */
  async total(tenant: Tenant, filter: ChallengeStatus | null, now: Date, max: number): Promise<number> {
    return stepwise(this.pool, async (transaction) => {
      const { rows } = await transaction.query<{ total: number }>({
        name: `challenges-total-${filter ?? 'all'}`,
        text: `SELECT count(*)::int4 AS total FROM (
            SELECT 1 FROM challenge c WHERE c.merchant_id = $1 AND c.mode = $2 ${matching(filter)} LIMIT $4) counted`,
        values: [tenant.merchantId, modeNumber(tenant.mode), now, max],
      });
      return rows[0]?.total ?? 0;
    });
  }

  /** Whether a merchant has a challenge in one of the modes, and a paid one in live mode. */
  async milestones(merchantId: number): Promise<{ minted: boolean; paidLive: boolean }> {
    return stepwise(this.pool, async (transaction) => {
      const { rows } = await transaction.query<{ minted: boolean; paidLive: boolean }>({
        name: 'challenges-milestones',
        text: `SELECT EXISTS (SELECT 1 FROM challenge WHERE merchant_id = $1 AND mode = 0)
              OR EXISTS (SELECT 1 FROM challenge WHERE merchant_id = $1 AND mode = 1) AS minted,
            EXISTS (SELECT 1 FROM challenge WHERE merchant_id = $1 AND mode = 1 AND paid_at IS NOT NULL) AS "paidLive"`,
        values: [merchantId],
      });
      return rows[0] ?? { minted: false, paidLive: false };
    });
  }

  /** One challenge, or `null` if this tenant has none with that payment hash (64 hex digits). */
  async byPaymentHash(tenant: Tenant, paymentHash: string, now: Date): Promise<ChallengeDetail | null> {
    const { rows } = await this.pool.query<ChallengeRow>({
      name: 'challenge-by-hash',
      text: `SELECT ${CHALLENGE_COLUMNS} FROM challenge c JOIN challenge_ledger l ON l.key = c.key
        WHERE c.merchant_id = $1 AND c.mode = $2 AND c.payment_hash = decode($3, 'hex')`,
      values: [tenant.merchantId, modeNumber(tenant.mode), paymentHash],
    });
    return rows[0] ? toChallengeDetail(rows[0], now) : null;
  }
}

/**
 * What a page is cut from. Those that are open are gathered first, which their cap bounds, and then put in order: looking
 * for them newest first would be reading all that expired unpaid.
 */
function source(filter: ChallengeStatus | null): string {
  const all = `challenge c WHERE c.merchant_id = $1 AND c.mode = $2 ${matching(filter)}`;
  return filter === 'unpaid' ? `(SELECT * FROM ${all} OFFSET 0) c` : all;
}

/** Every statement names $3, so that all of them take the same parameters. */
function matching(filter: ChallengeStatus | null): string {
  return `${filter ? STATUS_FILTER[filter] : ''} AND $3::timestamptz IS NOT NULL`;
}
