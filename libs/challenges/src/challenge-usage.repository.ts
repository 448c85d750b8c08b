import { ColdPool } from '@turnpike/database';

import { type Usage } from './challenge-usage.js';

const BETWEEN = `
WITH sold AS (
  SELECT resource, count(*) AS challenges, count(paid_at) AS paid,
         coalesce(sum(price_sats) FILTER (WHERE paid_at IS NOT NULL), 0) AS revenue
  FROM challenge WHERE merchant_id = $1 AND mode = $2 AND created_at >= $3 AND created_at < $4 GROUP BY resource
  UNION ALL
  SELECT resource, sum(challenges), sum(paid_challenges), sum(revenue_sats)
  FROM challenge_rollup
  WHERE merchant_id = $1 AND mode = $2 AND day >= ($3::timestamptz AT TIME ZONE 'UTC')::date
    AND day < ($4::timestamptz AT TIME ZONE 'UTC')::date
  GROUP BY resource
)
SELECT coalesce(sum(challenges), 0)::float8 AS challenges, coalesce(sum(paid), 0)::float8 AS paid,
       coalesce(sum(revenue), 0)::float8 AS revenue, count(DISTINCT resource)::int4 AS resources
FROM sold`;

/** Live rows and the sums of pruned ones together. */
export class ChallengeUsageRepository {
  constructor(private readonly pool: ColdPool) {}

  async between(merchantId: number, mode: 0 | 1, from: Date, to: Date): Promise<Usage> {
    const { rows } = await this.pool.query<{
      challenges: number;
      paid: number;
      revenue: number;
      resources: number;
    }>({ name: 'usage-between', text: BETWEEN, values: [merchantId, mode, from, to] });
    const row = rows[0];
    return {
      challenges: row?.challenges ?? 0,
      paidChallenges: row?.paid ?? 0,
      revenueSats: row?.revenue ?? 0,
      resources: row?.resources ?? 0,
    };
  }
}
