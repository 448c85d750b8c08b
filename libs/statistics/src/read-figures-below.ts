import { ColdPool, stepwise } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { FiguresBelowRepository } from './figures-below.repository.js';
import type { Figures, ResourceFigures } from './read-overview.js';
import { addDays, daysBetween } from './utc-day.js';

/** The sums of some resources. */
export type Sales = Omit<Figures, 'usedChallenges'>;

/** The sums of one day, such as `2026-12-01`. */
export interface SalesOfDay extends Sales {
  readonly day: string;
}

/** What was sold at a path and below it. */
export interface FiguresBelow {
  readonly from: string;
  readonly to: string;
  readonly totals: Sales;
  /** Every day from `from` to `to`, those on which nothing happened included. */
  readonly days: readonly SalesOfDay[];
  /** Those that earned most. */
  readonly resources: readonly ResourceFigures[];
}

const NOTHING: Sales = { challenges: 0, paidChallenges: 0, revenueSats: 0, uses: 0 };

/** Reads what was sold at a path and below it, as far as resources are told apart: a few hundred rows a day at most. */
@Injectable()
export class ReadFiguresBelow {
  constructor(private readonly pool: ColdPool) {}

  /** Both days included; the caller has checked that there are not too many of them. */
  async run({ merchantId, mode }: Tenant, path: string, from: string, to: string): Promise<FiguresBelow> {
    const tenant = { merchantId, mode };
    const { known, resources } = await stepwise(this.pool, async (transaction) => {
      const repository = new FiguresBelowRepository(transaction);
      return {
        known: await repository.days(tenant, path, from, to),
        resources: await repository.resources(tenant, path, from, to),
      };
    });
    const byDay = new Map(known.map((sales) => [sales.day, sales]));
    const days = Array.from({ length: daysBetween(from, to) }, (_, nth) => {
      const day = addDays(from, nth);
      return byDay.get(day) ?? { day, ...NOTHING };
    });
    return { from, to, totals: known.reduce<Sales>(added, NOTHING), days, resources };
  }
}

function added(sum: Sales, each: Sales): Sales {
  return {
    challenges: sum.challenges + each.challenges,
    paidChallenges: sum.paidChallenges + each.paidChallenges,
    revenueSats: sum.revenueSats + each.revenueSats,
    uses: sum.uses + each.uses,
  };
}
