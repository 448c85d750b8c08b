import { ColdPool, stepwise } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';

import type { Usage } from './usage-of-days.js';

const OF_DAYS = 'merchant_id = $1 AND mode = $2 AND day >= $3::date AND day < $4::date';

const BETWEEN = `
SELECT coalesce(sum(challenges), 0)::float8 AS challenges, coalesce(sum(paid_challenges), 0)::float8 AS "paidChallenges",
       coalesce(sum(revenue_sats), 0)::float8 AS "revenueSats",
       (SELECT count(DISTINCT resource)::int4 FROM resource_figure
        WHERE ${OF_DAYS} AND resource <> '' AND challenges > 0) AS resources
FROM day_figure WHERE ${OF_DAYS}`;

const BELOW = `
SELECT greatest(coalesce(sum(uses), 0), 0)::float8 AS uses, coalesce(sum(revenue_sats), 0)::float8 AS "revenueSats"
FROM section_figure WHERE merchant_id = $1 AND mode = $2 AND section = $3`;

const MILESTONES = `
SELECT EXISTS (SELECT 1 FROM day_figure WHERE merchant_id = $1 AND mode IN (0, 1) AND challenges > 0) AS minted,
       EXISTS (SELECT 1 FROM day_figure WHERE merchant_id = $1 AND mode = 1 AND paid_challenges > 0) AS "paidLive"`;

const NOTHING: Usage = { challenges: 0, paidChallenges: 0, revenueSats: 0, resources: 0 };

/** Sums of figures. */
export class UsageRepository {
  constructor(private readonly pool: ColdPool) {}

  /** From one day on and before another. */
  async between({ merchantId, mode }: Tenant, from: string, before: string): Promise<Usage> {
    const values = [merchantId, modeNumber(mode), from, before];
    return stepwise(this.pool, async (transaction) => {
      const { rows } = await transaction.query<Usage>({ name: 'usage-between', text: BETWEEN, values });
      return rows[0] ?? NOTHING;
    });
  }

  /** Of the resource at a proxy's path and those below it. */
  async below({ merchantId, mode }: Tenant, path: string): Promise<{ uses: number; revenueSats: number }> {
    const values = [merchantId, modeNumber(mode), path];
    return stepwise(this.pool, async (transaction) => {
      const { rows } = await transaction.query<{ uses: number; revenueSats: number }>({
        name: 'usage-below',
        text: BELOW,
        values,
      });
      return rows[0] ?? { uses: 0, revenueSats: 0 };
    });
  }

  /** What a merchant has reached. */
  async milestones(merchantId: number): Promise<{ minted: boolean; paidLive: boolean }> {
    return stepwise(this.pool, async (transaction) => {
      const { rows } = await transaction.query<{ minted: boolean; paidLive: boolean }>({
        name: 'usage-milestones',
        text: MILESTONES,
        values: [merchantId],
      });
      return rows[0] ?? { minted: false, paidLive: false };
    });
  }
}
