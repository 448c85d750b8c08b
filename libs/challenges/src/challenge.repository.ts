import { modeNumber, type Tenant } from '@turnpike/l402';
import { GroupedWrites, HotPool } from '@turnpike/database';

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

/** The index that refuses a second challenge on a payment hash, for one merchant and mode. */
export const PAYMENT_HASH_INDEX = 'challenge_merchant_id_mode_payment_hash_key';

// One statement, so one transaction: for each challenge everything about it and the claims that led to it, or nothing. A
// claim that was taken over meanwhile (its fencing number moved on) keeps all of its challenge from being written. Claims
// are gathered first, so that each is then found by its primary key and not among all that its tenant ever made.
const INSERT = `
WITH asked AS (
  SELECT * FROM json_to_recordset($1::json) AS a (
    key uuid, merchant_id int4, mode int2, payment_hash text, token_id text, resource text, price_sats int4,
    payment_request text, provider_ref text, connection_id text, invoice_kid int2, description text, payer text,
    method text, body_sha256 text, metadata jsonb, max_uses int4, idempotency_key text, created_at timestamptz,
    invoice_expires_at timestamptz, token_expires_at timestamptz, first_look_up_at timestamptz, used_fallback bool,
    claims json)
), claimed AS MATERIALIZED (
  SELECT a.key AS challenge_key, a.merchant_id, a.mode, h.name, h.fence
  FROM asked a, json_to_recordset(a.claims) AS h (name text, fence int4)
), locked AS (
  SELECT h.challenge_key, k.merchant_id, k.mode, k.key, k.challenge_key IS NULL AS is_held
  FROM claimed h, idempotency_key k
  WHERE k.merchant_id = h.merchant_id AND k.mode = h.mode AND k.key = h.name AND k.fence = h.fence
  ORDER BY k.merchant_id, k.mode, k.key FOR UPDATE OF k
), allowed AS (
  SELECT * FROM asked a
  WHERE json_array_length(a.claims) = (SELECT count(*) FROM locked WHERE challenge_key = a.key AND is_held)
), finished AS (
  UPDATE idempotency_key k SET challenge_key = l.challenge_key, lease_until = NULL
  FROM allowed a, locked l
  WHERE l.challenge_key = a.key AND k.merchant_id = l.merchant_id AND k.mode = l.mode AND k.key = l.key
), made AS (
  INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
    connection_id, invoice_kid, description, payer, method, body_sha256, metadata, max_uses, idempotency_key, created_at,
    invoice_expires_at, token_expires_at)
  SELECT key, merchant_id, mode, decode(payment_hash, 'hex'), decode(token_id, 'hex'), resource, price_sats, payment_request,
    provider_ref, connection_id, invoice_kid, description, payer, method, body_sha256, metadata, max_uses, idempotency_key,
    created_at, invoice_expires_at, token_expires_at
  FROM allowed
  RETURNING key, merchant_id, mode, payment_hash, resource, price_sats, payer, metadata, paid_at, created_at
), ledger AS (
  INSERT INTO challenge_ledger (key, merchant_id, mode, max_uses) SELECT key, merchant_id, mode, max_uses FROM allowed
), watch AS (
  INSERT INTO challenge_watch (key, merchant_id, mode, connection_id, next_look_up_at)
  SELECT key, merchant_id, mode, connection_id, first_look_up_at FROM allowed
), told AS (
  INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  SELECT merchant_id, mode, 'challenge.created', ${challengeEventData('made', '0')}, created_at FROM made
), fallback AS (
  INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  SELECT merchant_id, mode, 'wallet.fallback_used',
         jsonb_build_object('mode', 'live', 'merchantId', merchant_id, 'walletId', connection_id), created_at
  FROM allowed WHERE used_fallback
)
SELECT replace(key::text, '-', '') AS key FROM made`;

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

interface NewRow {
  readonly tenant: Tenant;
  readonly challenge: NewChallenge;
  readonly claims: readonly HeldClaim[];
}

/** Records challenges, those of many callers with one statement, and reads back what a macaroon is made from. */
export class ChallengeRepository {
  private readonly writes = new GroupedWrites<NewRow, boolean>((rows) => this.write(rows));

  constructor(private readonly pool: HotPool) {}

  /**
   * False if one of the claims was lost to another holder; then nothing was written. Nor is it if, by the time of its
   * statement, nobody wants it any more: then it rejects.
   */
  insert(
    tenant: Tenant,
    challenge: NewChallenge,
    claims: readonly HeldClaim[],
    isWanted?: () => boolean,
  ): Promise<boolean> {
    return this.writes.add({ tenant, challenge, claims }, isWanted);
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

  private async write(asked: readonly NewRow[]): Promise<boolean[]> {
    const { rows } = await this.pool.query<{ key: string }>({
      name: 'challenge-insert',
      text: INSERT,
      values: [JSON.stringify(asked.map(toColumns))],
    });
    const made = new Set(rows.map(({ key }) => key));
    return asked.map(({ challenge }) => made.has(challenge.key));
  }
}

function toColumns({ tenant, challenge: c, claims }: NewRow): object {
  return {
    key: c.key,
    merchant_id: tenant.merchantId,
    mode: modeNumber(tenant.mode),
    payment_hash: c.paymentHash,
    token_id: Buffer.from(c.tokenId).toString('hex'),
    resource: c.resource,
    price_sats: c.priceSats,
    payment_request: c.paymentRequest,
    provider_ref: c.providerRef,
    connection_id: c.connectionId,
    invoice_kid: c.invoiceKid,
    description: c.description,
    payer: c.payer,
    method: c.method,
    body_sha256: c.bodySha256,
    metadata: c.metadata,
    max_uses: c.maxUses,
    idempotency_key: c.idempotencyKey,
    created_at: c.createdAt,
    invoice_expires_at: c.invoiceExpiresAt,
    token_expires_at: c.tokenExpiresAt,
    first_look_up_at: c.firstLookUpAt,
    used_fallback: c.usedFallback,
    claims,
  };
}
