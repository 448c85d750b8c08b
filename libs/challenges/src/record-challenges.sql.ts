import { challengeEventData } from './challenge-event.sql.js';
import { countedColumns, countingMints } from './count-challenges.sql.js';

const COLUMNS = `key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
    connection_id, invoice_kid, description, payer, method, body_sha256, metadata, max_uses, idempotency_key, created_at,
    invoice_expires_at, token_expires_at, mpp_offered, first_look_up_at, used_fallback`;

// One statement, so one transaction: for each challenge everything about it and the claims that led to it, or nothing. A
// claim that was taken over meanwhile (its fencing number moved on) keeps all of its challenge from being written. Claims
// are gathered first, so that each is then found by its primary key and not among all that its tenant ever made.
const statement = (counts: boolean): string => `
WITH asked AS (
  SELECT * FROM json_to_recordset($1::json) AS a (
    key uuid, merchant_id int4, mode int2, payment_hash text, token_id text, resource text, price_sats int4,
    payment_request text, provider_ref text, connection_id text, invoice_kid int2, description text, payer text,
    method text, body_sha256 text, metadata jsonb, max_uses int4, idempotency_key text, created_at timestamptz,
    invoice_expires_at timestamptz, token_expires_at timestamptz, mpp_offered bool, first_look_up_at timestamptz,
    used_fallback bool,
    claims json${counts ? `, ${countedColumns}` : ''})
), claimed AS MATERIALIZED (
  SELECT a.key AS challenge_key, a.merchant_id, a.mode, h.name, h.fence
  FROM asked a, json_to_recordset(a.claims) AS h (name text, fence int4)
), locked AS (
  SELECT h.challenge_key, k.merchant_id, k.mode, k.key, k.challenge_key IS NULL AS is_held
  FROM claimed h, idempotency_key k
  WHERE k.merchant_id = h.merchant_id AND k.mode = h.mode AND k.key = h.name AND k.fence = h.fence
  ORDER BY k.merchant_id, k.mode, k.key FOR UPDATE OF k
), ${counts ? 'claiming' : 'allowed'} AS (
  SELECT * FROM asked a
  WHERE json_array_length(a.claims) = (SELECT count(*) FROM locked WHERE challenge_key = a.key AND is_held)
), ${counts ? countingMints(COLUMNS) : ''} finished AS (
  UPDATE idempotency_key k SET challenge_key = l.challenge_key, lease_until = NULL
  FROM allowed a, locked l
  WHERE l.challenge_key = a.key AND k.merchant_id = l.merchant_id AND k.mode = l.mode AND k.key = l.key
), made AS (
  INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
    connection_id, invoice_kid, description, payer, method, body_sha256, metadata, max_uses, idempotency_key, created_at,
    invoice_expires_at, token_expires_at, mpp_offered)
  SELECT key, merchant_id, mode, decode(payment_hash, 'hex'), decode(token_id, 'hex'), resource, price_sats, payment_request,
    provider_ref, connection_id, invoice_kid, description, payer, method, body_sha256, metadata, max_uses, idempotency_key,
    created_at, invoice_expires_at, token_expires_at, mpp_offered
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
SELECT replace(key::text, '-', '') AS key, 'made' AS outcome FROM made
${counts ? "UNION ALL SELECT replace(key::text, '-', ''), reached FROM refused" : ''}`;

/** Records challenges of which none counts against a cap. */
export const RECORD_CHALLENGES = statement(false);

/** Records challenges of which some do, and counts those; what has no room is told and not written. */
export const RECORD_COUNTED_CHALLENGES = statement(true);
