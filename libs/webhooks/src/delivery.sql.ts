// Skips from one endpoint to the next, so a long queue of one costs the others nothing.
const WAITING = `
WITH RECURSIVE waiting AS (
  (SELECT endpoint_id FROM webhook_delivery WHERE state = 0 ORDER BY endpoint_id LIMIT 1)
  UNION ALL
  SELECT (SELECT d.endpoint_id FROM webhook_delivery d WHERE d.state = 0 AND d.endpoint_id > w.endpoint_id
          ORDER BY d.endpoint_id LIMIT 1)
  FROM waiting w WHERE w.endpoint_id IS NOT NULL
)`;

/**
 * Takes what is due. Parameters: now, how many of one endpoint and of one merchant may be under way, how many to take, how
 * many of these for endpoints that failed last time, and for how many seconds. No endpoint gives more than it has room for.
 */
export const TAKE_DUE = `${WAITING}, busy AS MATERIALIZED (
  SELECT endpoint_id, merchant_id, count(*)::int4 AS n FROM webhook_delivery
  WHERE taken_until IS NOT NULL AND taken_until > now() GROUP BY 1, 2
), due AS (
  SELECT d.id, d.next_attempt_at, e.failing_since IS NOT NULL AS troubled,
    coalesce((SELECT sum(b.n) FROM busy b WHERE b.merchant_id = e.merchant_id), 0)
      + row_number() OVER (PARTITION BY e.merchant_id ORDER BY d.share, d.next_attempt_at, d.id) AS merchants_turn
  FROM waiting w JOIN webhook_endpoint e ON e.id = w.endpoint_id AND e.enabled
  CROSS JOIN LATERAL (
    -- With what is under way already, so that endpoints that hang do not win each room that one of them gives back.
    SELECT p.id, p.next_attempt_at, row_number() OVER (ORDER BY p.next_attempt_at, p.id)
      + coalesce((SELECT b.n FROM busy b WHERE b.endpoint_id = e.id), 0) AS share
    FROM webhook_delivery p
    WHERE p.state = 0 AND p.endpoint_id = e.id AND p.next_attempt_at <= $1
      AND (p.taken_until IS NULL OR p.taken_until <= now())
    ORDER BY p.next_attempt_at, p.id
    LIMIT greatest($2::int4 - coalesce((SELECT b.n FROM busy b WHERE b.endpoint_id = e.id), 0), 0)
  ) d
), placed AS (
  SELECT id, troubled, row_number() OVER (PARTITION BY troubled ORDER BY merchants_turn, next_attempt_at, id) AS place
  FROM due WHERE merchants_turn <= $3
), chosen AS (
  -- An array, so that few rows are expected and each is found by its key.
  SELECT d.id FROM webhook_delivery d
  WHERE d.id = ANY (ARRAY(
    SELECT p.id FROM placed p WHERE NOT p.troubled OR p.place <= $5 ORDER BY p.troubled, p.place LIMIT $4))
  FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE webhook_delivery d SET taken_until = now() + make_interval(secs => $6), attempts = d.attempts + 1
  FROM chosen c WHERE d.id = c.id AND d.state = 0 RETURNING d.*
)
SELECT t.id::text AS id, t.merchant_id AS "merchantId", t.mode, e.id AS "endpointId", e.url,
  e.sealed_secret AS "sealedSecret", e.sealed_old_secret AS "sealedOldSecret", e.old_secret_until AS "oldSecretUntil",
  e.failing_since IS NOT NULL AS "isTroubled", t.event_id AS "eventId", t.type, o.data, t.occurred_at AS "occurredAt",
  t.attempts
FROM taken t JOIN webhook_endpoint e ON e.id = t.endpoint_id JOIN outbox o ON o.id = t.event_key
ORDER BY t.next_attempt_at, t.id`;

/** Ends some of what is on its way to endpoints that are gone or disabled, which is never taken. Parameter: how many. */
export const END_STRANDED = `
UPDATE webhook_delivery SET state = 2, next_attempt_at = NULL, taken_until = NULL, last_error = 'disabled'
WHERE id IN (${WAITING}
  SELECT d.id FROM waiting w JOIN webhook_delivery d ON d.endpoint_id = w.endpoint_id AND d.state = 0
  WHERE NOT EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.id = w.endpoint_id AND e.enabled)
  LIMIT $1 FOR UPDATE OF d SKIP LOCKED)`;

/**
 * CTEs that put a failure down to the endpoint of a row of `failed`, end it where that is the last straw, and tell so.
 * Parameters: $6 now, $7 whether it answered 410, $8 since when a failing endpoint is given up, $9 the type of the event.
 */
export const DISABLE_AND_TELL = `
judged AS (
  SELECT e.id, coalesce(e.failing_since, $6) AS since,
    CASE WHEN $7 THEN 'gone' WHEN e.failing_since <= $8 THEN 'failing' END AS reason
  FROM webhook_endpoint e JOIN failed f ON f.endpoint_id = e.id WHERE e.enabled FOR NO KEY UPDATE OF e
), ended AS (
  UPDATE webhook_endpoint e SET failing_since = j.since, enabled = j.reason IS NULL, disabled_reason = j.reason,
    disabled_at = CASE WHEN j.reason IS NULL THEN NULL ELSE $6 END
  FROM judged j WHERE e.id = j.id
  RETURNING e.id, e.merchant_id, e.mode, e.description, j.reason, j.since
), told AS (
  INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  SELECT merchant_id, mode, $9, jsonb_build_object(
      'mode', CASE mode WHEN 0 THEN 'test' ELSE 'live' END, 'merchantId', merchant_id, 'webhookId', id,
      'description', description, 'reason', reason,
      'failingSince', to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')), $6
  FROM ended WHERE reason IS NOT NULL
)`;

/** Hands events out to the endpoints that want them. Parameters: the events, types that have to be named, now. */
export const FAN_OUT = `
INSERT INTO webhook_delivery (endpoint_id, merchant_id, mode, event_key, event_id, type, occurred_at, next_attempt_at, created_at)
SELECT e.id, t.merchant_id, t.mode, t.id, t.event_id, t.type, t.occurred_at, $3, $3
FROM json_to_recordset($1::json) AS t (
  id int8, event_id uuid, merchant_id int4, mode int2, type text, occurred_at timestamptz)
JOIN webhook_endpoint e ON e.merchant_id = t.merchant_id AND e.mode = t.mode AND e.enabled
  AND CASE WHEN e.events IS NULL THEN t.type <> ALL ($2::text[]) ELSE t.type = ANY (e.events) END
ORDER BY t.id`;
