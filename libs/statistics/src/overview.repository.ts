import { type Transaction } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';

import type { DayFigures, RefusalCount, ResourceFigures } from './read-overview.js';
import { statisticsBounds } from './statistics-bounds.js';

const OF_DAYS = 'merchant_id = $1 AND mode = $2 AND day BETWEEN $3::date AND $4::date';

const DAYS = `
SELECT day::text, challenges, paid_challenges AS "paidChallenges", used_challenges AS "usedChallenges",
       revenue_sats::float8 AS "revenueSats", greatest(uses, 0)::float8 AS uses
FROM day_figure WHERE ${OF_DAYS} ORDER BY day_figure.day`;

const RESOURCES = `
SELECT resource, sum(challenges)::float8 AS challenges, sum(paid_challenges)::float8 AS "paidChallenges",
       sum(revenue_sats)::float8 AS "revenueSats", greatest(sum(uses), 0)::float8 AS uses
FROM resource_figure WHERE ${OF_DAYS}
GROUP BY resource ORDER BY sum(revenue_sats) DESC, sum(challenges) DESC, sum(uses) DESC, resource LIMIT $5`;

const REFUSALS = `
SELECT reason, sum(count)::float8 AS count FROM refusal_figure WHERE ${OF_DAYS} GROUP BY reason ORDER BY 2 DESC, reason`;

/** Reads figures of a tenant's days; `from` and `to` are days such as `2026-12-01`, both included. */
export class OverviewRepository {
  constructor(private readonly transaction: Transaction) {}

  /** The days on which something happened, the earliest first. */
  async days({ merchantId, mode }: Tenant, from: string, to: string): Promise<DayFigures[]> {
    const values = [merchantId, modeNumber(mode), from, to];
    return (await this.transaction.query<DayFigures>({ name: 'overview-days', text: DAYS, values })).rows;
  }

  /** The resources that earned most. */
  async resources({ merchantId, mode }: Tenant, from: string, to: string): Promise<ResourceFigures[]> {
    const values = [merchantId, modeNumber(mode), from, to, statisticsBounds.overviewResourcesMax];
    return (
      await this.transaction.query<ResourceFigures>({ name: 'overview-resources', text: RESOURCES, values })
    ).rows;
  }

  /** Why verify refused, the most frequent reason first. */
  async refusals({ merchantId, mode }: Tenant, from: string, to: string): Promise<RefusalCount[]> {
    const values = [merchantId, modeNumber(mode), from, to];
    return (await this.transaction.query<RefusalCount>({ name: 'overview-refusals', text: REFUSALS, values }))
      .rows;
  }
}
