import type { Transaction } from '@turnpike/database';

import type { FigureIncrement } from './figure-increment.js';
import { statisticsBounds } from './statistics-bounds.js';

const ASKED = `
SELECT * FROM unnest($1::int4[], $2::int2[], $3::date[], $4::text[], $5::int4[], $6::int4[], $7::int4[], $8::int8[], $9::int8[])
  WITH ORDINALITY AS a (merchant_id, mode, day, resource, challenges, paid, used, revenue, uses, place)`;

const ADD_DAYS = `
INSERT INTO day_figure AS f (merchant_id, mode, day, challenges, paid_challenges, used_challenges, revenue_sats, uses)
SELECT merchant_id, mode, day, sum(challenges), sum(paid), sum(used), sum(revenue), sum(uses)
FROM (${ASKED}) a GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
ON CONFLICT (merchant_id, mode, day) DO UPDATE
SET challenges = f.challenges + excluded.challenges, paid_challenges = f.paid_challenges + excluded.paid_challenges,
    used_challenges = f.used_challenges + excluded.used_challenges, revenue_sats = f.revenue_sats + excluded.revenue_sats,
    uses = f.uses + excluded.uses`;

// Under the locks of the rows above, so that nobody else makes rows of these days meanwhile: so the bound holds. What comes
// first has a row of its own.
const ADD_RESOURCES = `
WITH asked AS (${ASKED}
), known AS (
  SELECT a.*, a.resource = '' OR EXISTS (
    SELECT 1 FROM resource_figure r
    WHERE r.merchant_id = a.merchant_id AND r.mode = a.mode AND r.day = a.day AND r.resource = a.resource) AS is_known
  FROM asked a
), room AS (
  SELECT d.merchant_id, d.mode, d.day, ${String(statisticsBounds.resourcesPerDayMax)} - (
    SELECT count(*) FROM resource_figure r
    WHERE r.merchant_id = d.merchant_id AND r.mode = d.mode AND r.day = d.day AND r.resource <> '') AS left_over
  FROM (SELECT DISTINCT merchant_id, mode, day FROM known WHERE NOT is_known) d
), numbered AS (
  SELECT k.*, row_number() OVER (PARTITION BY merchant_id, mode, day, is_known ORDER BY place) AS nth FROM known k
), named AS (
  SELECT n.merchant_id, n.mode, n.day, n.challenges, n.paid, n.revenue, n.uses,
         CASE WHEN n.is_known OR n.nth <= o.left_over THEN n.resource ELSE '' END AS resource
  FROM numbered n LEFT JOIN room o ON o.merchant_id = n.merchant_id AND o.mode = n.mode AND o.day = n.day
)
INSERT INTO resource_figure AS f (merchant_id, mode, day, resource, challenges, paid_challenges, revenue_sats, uses)
SELECT merchant_id, mode, day, resource, sum(challenges), sum(paid), sum(revenue), sum(uses)
FROM named GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
ON CONFLICT (merchant_id, mode, day, resource) DO UPDATE
SET challenges = f.challenges + excluded.challenges, paid_challenges = f.paid_challenges + excluded.paid_challenges,
    revenue_sats = f.revenue_sats + excluded.revenue_sats, uses = f.uses + excluded.uses`;

/**
 * Adds to the figures of days and of their resources. Everybody locks the days first and in one order, so nobody waits in a
 * ring, and no day gets more resources than its bound.
 */
export async function addFigures(
  transaction: Transaction,
  increments: readonly FigureIncrement[],
): Promise<void> {
  if (increments.length === 0) return;
  const values = [
    increments.map(({ merchantId }) => merchantId),
    increments.map(({ mode }) => mode),
    increments.map(({ day }) => day),
    increments.map(({ resource }) => resource),
    increments.map(({ challenges }) => challenges),
    increments.map(({ paidChallenges }) => paidChallenges),
    increments.map(({ usedChallenges }) => usedChallenges),
    increments.map(({ revenueSats }) => revenueSats),
    increments.map(({ uses }) => uses),
  ];
  await transaction.query({ name: 'figures-add-days', text: ADD_DAYS, values });
  await transaction.query({ name: 'figures-add-resources', text: ADD_RESOURCES, values });
}
