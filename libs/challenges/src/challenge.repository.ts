import { modeNumber, type Tenant } from '@turnpike/l402';
import { HotPool } from '@turnpike/database';

import { challengeEventData } from './challenge-event.sql.js';
import { type HeldClaim } from './mint-claims.js';

/** A challenge as it is recorded and made again. */
export interface StoredChallenge {
  /** 32 hex digits. */
  readonly key: string;
  readonly paymentHash: string;
  readonly tokenId: Uint8Array;
  readonly resource: string;
  readonly priceSats: number;
  readonly paymentRequest: string;
  readonly method: string | null;
  readonly bodySha256: string | null;
  readonly invoiceExpiresAt: Date;
  readonly tokenExpiresAt: Date;
}

/** What is recorded besides. */
export interface NewChallenge extends StoredChallenge {
  readonly providerRef: string;
  readonly connectionId: string | null;
  readonly invoiceKid: number | null;
  readonly description: string | null;
  readonly payer: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly maxUses: number | null;
  readonly idempotencyKey: string | null;
  readonly createdAt: Date;
  readonly firstLookUpAt: Date;
  /** The merchant's primary wallet failed and the fallback made the invoice. */
  readonly usedFallback: boolean;
}

// One statement, so one transaction: everything about the challenge and the claims that led to it, or nothing. A claim
// that was taken over meanwhile (its fencing number moved on) keeps all of it from being written.
const INSERT = `
WITH locked AS (
  SELECT k.key FROM idempotency_key k
  JOIN unnest($22::text[], $23::int4[]) AS h (name, fence) ON k.key = h.name AND k.fence = h.fence
  WHERE k.merchant_id = $2 AND k.mode = $3 AND k.challenge_key IS NULL
  ORDER BY k.key FOR UPDATE OF k
), allowed AS (
  SELECT 1 WHERE (SELECT count(*) FROM locked) = cardinality($22::text[])
), finished AS (
  UPDATE idempotency_key k SET challenge_key = $1, lease_until = NULL
  FROM locked, allowed WHERE k.merchant_id = $2 AND k.mode = $3 AND k.key = locked.key
), made AS (
  INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
    connection_id, invoice_kid, description, payer, method, body_sha256, metadata, max_uses, idempotency_key, created_at,
    invoice_expires_at, token_expires_at)
  SELECT $1, $2, $3, decode($4, 'hex'), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17, $18, $19, $20, $21
  FROM allowed
  RETURNING key, merchant_id, mode, payment_hash, resource, price_sats, payer, metadata, paid_at, max_uses, connection_id
), ledger AS (
  INSERT INTO challenge_ledger (key, merchant_id, mode, max_uses) SELECT key, merchant_id, mode, max_uses FROM made
), watch AS (
  INSERT INTO challenge_watch (key, merchant_id, mode, connection_id, next_look_up_at)
  SELECT key, merchant_id, mode, connection_id, $24 FROM made
), told AS (
  INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  SELECT made.merchant_id, made.mode, 'challenge.created', ${challengeEventData('made', '0')}, $19 FROM made
), fallback AS (
  INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  SELECT merchant_id, mode, 'wallet.fallback_used',
         jsonb_build_object('mode', 'live', 'merchantId', merchant_id, 'walletId', connection_id), $19
  FROM made WHERE $25
)
SELECT count(*)::int4 AS made FROM made`;

const FIND = `
SELECT encode(payment_hash, 'hex') AS payment_hash, token_id, resource, price_sats, payment_request, method, body_sha256,
       invoice_expires_at, token_expires_at
FROM challenge WHERE merchant_id = $1 AND mode = $2 AND key = $3`;

interface FindRow {
  readonly payment_hash: string;
  readonly token_id: Buffer;
  readonly resource: string;
  readonly price_sats: number;
  readonly payment_request: string;
  readonly method: string | null;
  readonly body_sha256: string | null;
  readonly invoice_expires_at: Date;
  readonly token_expires_at: Date;
}

/** Records challenges and reads back what a macaroon is made from. */
export class ChallengeRepository {
  constructor(private readonly pool: HotPool) {}

  /** False if one of the claims was lost to another holder; then nothing was written. */
  async insert(tenant: Tenant, challenge: NewChallenge, claims: readonly HeldClaim[]): Promise<boolean> {
    const c = challenge;
    const { rows } = await this.pool.query<{ made: number }>({
      name: 'challenge-insert',
      text: INSERT,
      values: [
        c.key,
        tenant.merchantId,
        modeNumber(tenant.mode),
        c.paymentHash,
        Buffer.from(c.tokenId),
        c.resource,
        c.priceSats,
        c.paymentRequest,
        c.providerRef,
        c.connectionId,
        c.invoiceKid,
        c.description,
        c.payer,
        c.method,
        c.bodySha256,
        c.metadata === null ? null : JSON.stringify(c.metadata),
        c.maxUses,
        c.idempotencyKey,
        c.createdAt,
        c.invoiceExpiresAt,
        c.tokenExpiresAt,
        claims.map((claim) => claim.name),
        claims.map((claim) => claim.fence),
        c.firstLookUpAt,
        c.usedFallback,
      ],
    });
    return rows[0]?.made === 1;
  }

  /** `null` if this tenant has no such challenge. */
  async find(tenant: Tenant, key: string): Promise<StoredChallenge | null> {
    const { rows } = await this.pool.query<FindRow>({
      name: 'challenge-find',
      text: FIND,
      values: [tenant.merchantId, modeNumber(tenant.mode), key],
    });
    const row = rows[0];
    return row
      ? {
          key,
          paymentHash: row.payment_hash,
          tokenId: row.token_id,
          resource: row.resource,
          priceSats: row.price_sats,
          paymentRequest: row.payment_request,
          method: row.method,
          bodySha256: row.body_sha256,
          invoiceExpiresAt: row.invoice_expires_at,
          tokenExpiresAt: row.token_expires_at,
        }
      : null;
  }
}
