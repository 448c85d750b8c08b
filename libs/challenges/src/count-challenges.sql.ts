/** The columns of what is asked for that say how a challenge counts; the month is null for one that does not. */
export const countedColumns = `position int4, month date, endpoint uuid, challenges_max int4, resources_max int4,
    plan_tier text`;

/**
 * CTEs that take `claiming` and leave `allowed`, with these columns, and `refused`. The row of merchant and month is locked
 * first, so what is decided stands on its newest version, and two processes never pass a cap together. A new endpoint is let
 * in while there is room, a challenge of a known or new one likewise, in the order of the batch; an endpoint counts only with
 * a challenge that is recorded. 80 and 100 per cent are told by whoever passes them, so once a month for each cap.
 */
export const countingMints = (columns: string): string => `counter AS MATERIALIZED (
  SELECT u.merchant_id, u.month, u.challenges, u.resources
  FROM (SELECT DISTINCT merchant_id, month FROM claiming WHERE month IS NOT NULL) c, plan_usage u
  WHERE u.merchant_id = c.merchant_id AND u.month = c.month
  ORDER BY u.merchant_id, u.month FOR UPDATE OF u
), newcomer AS (
  SELECT merchant_id, month, endpoint, min(resources_max) - min(known) AS room,
         row_number() OVER (PARTITION BY merchant_id, month ORDER BY min(position)) AS place
  FROM (
    SELECT c.merchant_id, c.month, c.endpoint, c.resources_max, c.position, cardinality(u.resources) AS known
    FROM claiming c, counter u
    WHERE u.merchant_id = c.merchant_id AND u.month = c.month
      AND c.resources_max IS NOT NULL AND c.endpoint <> ALL (u.resources)
  ) n
  GROUP BY merchant_id, month, endpoint
), placed AS MATERIALIZED (
  SELECT c.*, u.challenges AS used, n.endpoint IS NOT NULL AS is_new,
         row_number() OVER (PARTITION BY c.merchant_id, c.month ORDER BY c.position) AS place
  FROM claiming c
  JOIN counter u ON u.merchant_id = c.merchant_id AND u.month = c.month
  LEFT JOIN newcomer n ON n.merchant_id = c.merchant_id AND n.month = c.month AND n.endpoint = c.endpoint
  WHERE n.endpoint IS NULL OR n.place <= n.room
), counted AS MATERIALIZED (
  SELECT * FROM placed WHERE challenges_max IS NULL OR used + place <= challenges_max
), allowed AS MATERIALIZED (
  SELECT ${columns} FROM claiming WHERE month IS NULL
  UNION ALL SELECT ${columns} FROM counted
), refused AS (
  SELECT c.key, CASE WHEN EXISTS (SELECT 1 FROM placed p WHERE p.key = c.key) THEN 'challenges' ELSE 'resources' END AS reached
  FROM claiming c
  WHERE c.month IS NOT NULL AND NOT EXISTS (SELECT 1 FROM counted d WHERE d.key = c.key)
), sum AS (
  SELECT merchant_id, month, count(*)::int4 AS made,
         coalesce(array_agg(DISTINCT endpoint) FILTER (WHERE is_new), '{}') AS endpoints,
         max(mode) AS mode, max(plan_tier) AS plan_tier, max(created_at) AS at,
         max(challenges_max) AS challenges_max, max(resources_max) AS resources_max
  FROM counted GROUP BY merchant_id, month
), advanced AS (
  UPDATE plan_usage u SET challenges = u.challenges + s.made, resources = u.resources || s.endpoints
  FROM sum s
  WHERE u.merchant_id = s.merchant_id AND u.month = s.month
  RETURNING s.merchant_id, s.month, s.mode, s.plan_tier, s.at,
            s.challenges_max, u.challenges, s.made, s.resources_max,
            cardinality(u.resources) AS resources, cardinality(s.endpoints) AS joined
), warned AS (
  INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  SELECT a.merchant_id, a.mode, 'plan.limit_reached', jsonb_build_object(
           'mode', CASE a.mode WHEN 0 THEN 'test' ELSE 'live' END,
           'merchantId', a.merchant_id, 'planTier', a.plan_tier, 'cap', k.cap, 'percent', p.percent,
           'used', k.used, 'max', k.max, 'month', to_char(a.month, 'YYYY-MM')), a.at
  FROM advanced a
  CROSS JOIN LATERAL (VALUES ('challenges', a.challenges, a.made, a.challenges_max),
                             ('resources', a.resources, a.joined, a.resources_max)) AS k (cap, used, more, max)
  CROSS JOIN LATERAL (VALUES (80, (k.max::int8 * 80 + 99) / 100), (100, k.max::int8)) AS p (percent, mark)
  WHERE k.used - k.more < p.mark AND k.used >= p.mark AND (p.percent = 100 OR p.mark < k.max)
),`;
