import { modeNumber, type Tenant } from '@turnpike/l402';
import { ColdPool } from '@turnpike/database';

import { rfc3339 } from './rfc3339.js';
import { type ChallengeDetail, type ChallengeStatus } from './challenge-record.js';
import { settlementFromCode } from './settlement.js';

const COLUMNS = `
  encode(c.payment_hash, 'hex') AS payment_hash, c.resource, c.price_sats, c.created_at, c.paid_at, c.invoice_expires_at,
  c.idempotency_key, c.token_expires_at, c.payer, c.metadata, c.payment_request, c.description, c.max_uses,
  l.settlement, l.revoked_at, (l.uses_committed + l.uses_reserved)::float8 AS uses`;

const STATUS_FILTER: Record<ChallengeStatus, string> = {
  paid: 'AND c.paid_at IS NOT NULL',
  unpaid: 'AND c.paid_at IS NULL AND c.invoice_expires_at > $3',
  expired: 'AND c.paid_at IS NULL AND c.invoice_expires_at <= $3',
};

interface Row {
  readonly payment_hash: string;
  readonly resource: string;
  readonly price_sats: number;
  readonly created_at: Date;
  readonly paid_at: Date | null;
  readonly invoice_expires_at: Date;
  readonly idempotency_key: string | null;
  readonly token_expires_at: Date;
  readonly payer: string | null;
  readonly metadata: Record<string, string> | null;
  readonly payment_request: string;
  readonly description: string | null;
  readonly max_uses: number | null;
  readonly settlement: number;
  readonly revoked_at: Date | null;
  readonly uses: number;
}

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
    const { rows } = await this.pool.query<Row>({
      name: `challenges-page-${filter ?? 'all'}`,
      text: `SELECT ${COLUMNS}
        FROM (SELECT * FROM ${source(filter)} ORDER BY c.created_at DESC, c.key LIMIT $4 OFFSET $5) c
        JOIN challenge_ledger l ON l.key = c.key ORDER BY c.created_at DESC, c.key`,
      values: [tenant.merchantId, modeNumber(tenant.mode), now, limit, offset],
    });
    return rows.map((row) => toDetail(row, now));
  }

  /** How many there are in all. */
  async total(tenant: Tenant, filter: ChallengeStatus | null, now: Date): Promise<number> {
    const { rows } = await this.pool.query<{ total: number }>({
      name: `challenges-total-${filter ?? 'all'}`,
      text: `SELECT count(*)::int4 AS total FROM challenge c WHERE c.merchant_id = $1 AND c.mode = $2 ${matching(filter)}`,
      values: [tenant.merchantId, modeNumber(tenant.mode), now],
    });
    return rows[0]?.total ?? 0;
  }

  /** One challenge, or `null` if this tenant has none with that payment hash (64 hex digits). */
  async byPaymentHash(tenant: Tenant, paymentHash: string, now: Date): Promise<ChallengeDetail | null> {
    const { rows } = await this.pool.query<Row>({
      name: 'challenge-by-hash',
      text: `SELECT ${COLUMNS} FROM challenge c JOIN challenge_ledger l ON l.key = c.key
        WHERE c.merchant_id = $1 AND c.mode = $2 AND c.payment_hash = decode($3, 'hex')`,
      values: [tenant.merchantId, modeNumber(tenant.mode), paymentHash],
    });
    return rows[0] ? toDetail(rows[0], now) : null;
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

function statusOf(row: Row, now: Date): ChallengeStatus {
  if (row.paid_at) return 'paid';
  return row.invoice_expires_at > now ? 'unpaid' : 'expired';
}

function toDetail(row: Row, now: Date): ChallengeDetail {
  return {
    paymentHash: row.payment_hash,
    resource: row.resource,
    amountSats: row.price_sats,
    status: statusOf(row, now),
    createdAt: rfc3339(row.created_at),
    paidAt: row.paid_at && rfc3339(row.paid_at),
    expiresAt: rfc3339(row.invoice_expires_at),
    idempotencyKey: row.idempotency_key,
    tokenExpiresAt: rfc3339(row.token_expires_at),
    settlement: settlementFromCode(row.settlement),
    revokedAt: row.revoked_at && rfc3339(row.revoked_at),
    uses: row.uses,
    maxUses: row.max_uses,
    payer: row.payer,
    metadata: row.metadata,
    invoice: row.payment_request,
    description: row.description,
  };
}
