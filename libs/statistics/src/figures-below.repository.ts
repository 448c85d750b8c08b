import { type Transaction } from '@turnpike/database';
import { modeNumber, type Tenant } from '@turnpike/l402';

import type { SalesOfDay } from './read-figures-below.js';
import type { ResourceFigures } from './read-overview.js';
import { statisticsBounds } from './statistics-bounds.js';

const SUMS = `sum(challenges)::float8 AS challenges, sum(paid_challenges)::float8 AS "paidChallenges",
       sum(revenue_sats)::float8 AS "revenueSats", greatest(sum(uses), 0)::float8 AS uses`;
const BELOW = `merchant_id = $1 AND mode = $2 AND day BETWEEN $3::date AND $4::date
  AND (resource = $5 OR starts_with(resource, $5 || '/'))`;

const DAYS = `
SELECT resource_figure.day::text, ${SUMS}
FROM resource_figure WHERE ${BELOW} GROUP BY resource_figure.day ORDER BY resource_figure.day`;

const RESOURCES = `
SELECT resource, ${SUMS}
FROM resource_figure WHERE ${BELOW}
GROUP BY resource ORDER BY sum(revenue_sats) DESC, sum(challenges) DESC, sum(uses) DESC, resource LIMIT $6`;

/** Reads figures of the resources at a path and below it; both days are included. */
export class FiguresBelowRepository {
  constructor(private readonly transaction: Transaction) {}

  /** The days on which something happened, the earliest first. */
  async days({ merchantId, mode }: Tenant, path: string, from: string, to: string): Promise<SalesOfDay[]> {
    const values = [merchantId, modeNumber(mode), from, to, path];
    return (await this.transaction.query<SalesOfDay>({ name: 'below-days', text: DAYS, values })).rows;
  }

  /** The resources that earned most. */
  async resources(
    { merchantId, mode }: Tenant,
    path: string,
    from: string,
    to: string,
  ): Promise<ResourceFigures[]> {
    const values = [merchantId, modeNumber(mode), from, to, path, statisticsBounds.overviewResourcesMax];
    const statement = { name: 'below-resources', text: RESOURCES, values };
    return (await this.transaction.query<ResourceFigures>(statement)).rows;
  }
}
