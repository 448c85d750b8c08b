import { SETTLEMENT_CODE } from './settlement.js';

/** RFC 3339 in UTC, whole seconds, of a timestamptz expression; null stays null. */
function utc(expression: string): string {
  return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
}

/** The word for a stored settlement code, in SQL. */
function settlementWord(expression: string): string {
  return `CASE ${expression} WHEN 1 THEN 'settled' WHEN 2 THEN 'expired' WHEN 3 THEN 'unknown' ELSE 'open' END`;
}

/**
 * SQL for the `data` of a challenge event, from a row of `challenge` and an expression for its settlement code. It holds
 * no macaroon, no preimage and nothing of the wallet.
 */
export function challengeEventData(challenge: string, settlementCode: string): string {
  const c = challenge;
  return `jsonb_build_object(
    'mode', CASE ${c}.mode WHEN 0 THEN 'test' ELSE 'live' END,
    'merchantId', ${c}.merchant_id,
    'paymentHash', encode(${c}.payment_hash, 'hex'),
    'resource', ${c}.resource,
    'amountSats', ${c}.price_sats,
    'settlement', ${settlementWord(settlementCode)},
    'paidAt', ${utc(`${c}.paid_at`)},
    'payer', ${c}.payer,
    'metadata', ${c}.metadata)`;
}

/**
 * CTEs that make a challenge paid once and tell it in the same transaction; if its wallet has not called it settled, that is
 * a hint to look now, the watch of an expired invoice included. The first use is told besides, once for each challenge.
 * `source` names a CTE with the columns `key`, `settlement` and `is_first`, which says that this is the first use; `now` is
 * the parameter with the time. Whoever comes second finds `paid_at` set and does nothing.
 */
export function markPaidAndTell(source: string, now: string): string {
  return `paid AS (
    UPDATE challenge c SET paid_at = ${now}
    FROM ${source} s
    -- Not "IS NULL": on a fresh table the planner would rather walk the whole index of the unpaid than use the key.
    WHERE c.key = s.key AND coalesce(c.paid_at, 'infinity') = 'infinity'
    RETURNING c.key, c.merchant_id, c.mode, c.payment_hash, c.resource, c.price_sats, c.paid_at, c.payer, c.metadata,
              s.settlement
  ), hinted AS (
    UPDATE challenge_watch w SET next_look_up_at = least(w.next_look_up_at, ${now}), ended_at = NULL
    FROM paid
    WHERE w.key = paid.key AND paid.settlement <> ${String(SETTLEMENT_CODE.settled)}
  ), told AS (
    INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
    SELECT paid.merchant_id, paid.mode, 'challenge.paid', ${challengeEventData('paid', 'paid.settlement')}, ${now}
    FROM paid
    UNION ALL
    SELECT used.merchant_id, used.mode, 'challenge.used', ${challengeEventData('used', 'used.settlement')}, ${now}
    FROM (
      SELECT c.merchant_id, c.mode, c.payment_hash, c.resource, c.price_sats, coalesce(c.paid_at, ${now}) AS paid_at, c.payer,
             c.metadata, s.settlement
      FROM ${source} s JOIN challenge c ON c.key = s.key WHERE s.is_first
    ) used
  )`;
}
