import { rfc3339 } from './rfc3339.js';
import { type ChallengeDetail, type ChallengeStatus } from './challenge-record.js';
import { settlementFromCode } from './settlement.js';

/** What is read of a challenge `c` and its ledger row `l`. */
export const CHALLENGE_COLUMNS = `
  encode(c.payment_hash, 'hex') AS payment_hash, c.resource, c.price_sats, c.created_at, c.paid_at, c.invoice_expires_at,
  c.idempotency_key, c.token_expires_at, c.payer, c.metadata, c.payment_request, c.description, c.max_uses,
  l.settlement, l.revoked_at, (l.uses_committed + l.uses_reserved)::float8 AS uses`;

/** A challenge as these columns give it. */
export interface ChallengeRow {
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

function statusOf(row: ChallengeRow, now: Date): ChallengeStatus {
  if (row.paid_at) return 'paid';
  return row.invoice_expires_at > now ? 'unpaid' : 'expired';
}

/** The challenge as get shows it. */
export function toChallengeDetail(row: ChallengeRow, now: Date): ChallengeDetail {
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
