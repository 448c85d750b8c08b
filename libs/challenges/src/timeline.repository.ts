import { limits } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';

import { challengeKeyFromUuid } from './challenge-key.js';
import { type UseStateCode } from './use-state.js';

/** All that is on record of one challenge's life, uses and refusals apart. */
export interface ChallengeLife {
  /** 32 hex digits. */
  readonly key: string;
  readonly resource: string;
  readonly priceSats: number;
  readonly payer: string | null;
  readonly idempotencyKey: string | null;
  readonly maxUses: number | null;
  readonly createdAt: Date;
  readonly invoiceExpiresAt: Date;
  readonly tokenExpiresAt: Date;
  readonly paidAt: Date | null;
  readonly settledAt: Date | null;
  /** Decimal; null where the wallet does not say. */
  readonly receivedMsat: string | null;
  readonly via: string | null;
  readonly firstUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** One use, as it is on record. */
export interface LivedUse {
  readonly seq: number;
  readonly state: UseStateCode;
  readonly requestId: string | null;
  readonly createdAt: Date;
  readonly decidedAt: Date | null;
  readonly reservedUntil: Date | null;
}

const LIFE = `
SELECT c.key, c.resource, c.price_sats AS "priceSats", c.payer, c.idempotency_key AS "idempotencyKey",
       c.max_uses AS "maxUses", c.created_at AS "createdAt", c.invoice_expires_at AS "invoiceExpiresAt",
       c.token_expires_at AS "tokenExpiresAt", c.paid_at AS "paidAt", c.settled_at AS "settledAt",
       c.received_msat::text AS "receivedMsat", c.settled_via AS via, l.first_used_at AS "firstUsedAt",
       l.revoked_at AS "revokedAt"
FROM challenge c JOIN challenge_ledger l ON l.key = c.key
WHERE c.merchant_id = $1 AND c.mode = $2 AND c.payment_hash = decode($3, 'hex')`;

const USES = `
SELECT seq::float8 AS seq, state, request_id AS "requestId", created_at AS "createdAt", decided_at AS "decidedAt",
       reserved_until AS "reservedUntil"
FROM challenge_use u WHERE key = $1 ORDER BY u.seq DESC LIMIT $2`;

/** Reads what became of one challenge. */
export class TimelineRepository {
  constructor(private readonly pool: ColdPool) {}

  /** Null if this tenant has none with that payment hash (64 hex digits). */
  async life(tenant: Tenant, paymentHash: string): Promise<ChallengeLife | null> {
    const { rows } = await this.pool.query<ChallengeLife>({
      name: 'timeline-life',
      text: LIFE,
      values: [tenant.merchantId, modeNumber(tenant.mode), paymentHash],
    });
    return rows[0] ? { ...rows[0], key: challengeKeyFromUuid(rows[0].key) } : null;
  }

  /** The latest uses. */
  async uses(key: string): Promise<LivedUse[]> {
    const values = [key, limits.timelineUsesMax];
    return (await this.pool.query<LivedUse>({ name: 'timeline-uses', text: USES, values })).rows;
  }
}
