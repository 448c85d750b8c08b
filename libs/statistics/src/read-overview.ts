import { Clock } from '@turnpike/config';
import { ColdPool, stepwise } from '@turnpike/database';
import type { Tenant } from '@turnpike/l402';
import { Injectable } from '@nestjs/common';

import { OverviewRepository } from './overview.repository.js';
import { addDays, daysBetween } from './utc-day.js';

/** The sums of some days. */
export interface Figures {
  readonly challenges: number;
  readonly paidChallenges: number;
  /** Challenges of which a call was admitted for the first time. */
  readonly usedChallenges: number;
  readonly revenueSats: number;
  readonly uses: number;
}

/** The sums of one day, such as `2026-12-01`. */
export interface DayFigures extends Figures {
  readonly day: string;
}

/** The sums of one resource; the empty text is all that have none of their own. */
export interface ResourceFigures extends Omit<Figures, 'usedChallenges'> {
  readonly resource: string;
}

/** How often verify refused for one reason. */
export interface RefusalCount {
  readonly reason: string;
  readonly count: number;
}

/** What a merchant sees first. */
export interface Overview {
  readonly from: string;
  readonly to: string;
  /** When this was read; the figures are some seconds behind. */
  readonly asOf: Date;
  readonly totals: Figures;
  /** The sums of as many days before `from`. */
  readonly previous: Figures;
  /** Every day from `from` to `to`, those on which nothing happened included. */
  readonly days: readonly DayFigures[];
  /** Those that earned most. */
  readonly resources: readonly ResourceFigures[];
  readonly refusals: readonly RefusalCount[];
}

const NOTHING: Figures = {
  challenges: 0,
  paidChallenges: 0,
  usedChallenges: 0,
  revenueSats: 0,
  uses: 0,
};

/** Reads what happened on some days, from figures that are kept by day: a row or a few hundred each, whatever was sold. */
@Injectable()
export class ReadOverview {
  constructor(
    private readonly pool: ColdPool,
    private readonly clock: Clock,
  ) {}

  /** Both days included; the caller has checked that there are not too many of them. */
  async run({ merchantId, mode }: Tenant, from: string, to: string): Promise<Overview> {
    const tenant = { merchantId, mode };
    const before = addDays(from, -daysBetween(from, to));
    const { known, resources, refusals } = await stepwise(this.pool, async (transaction) => {
      const repository = new OverviewRepository(transaction);
      return {
        known: await repository.days(tenant, before, to),
        resources: await repository.resources(tenant, from, to),
        refusals: await repository.refusals(tenant, from, to),
      };
    });
    const asked = known.filter(({ day }) => day >= from);
    const byDay = new Map(asked.map((figures) => [figures.day, figures]));
    const days = Array.from({ length: daysBetween(from, to) }, (_, nth) => {
      const day = addDays(from, nth);
      return byDay.get(day) ?? { day, ...NOTHING };
    });
    return {
      from,
      to,
      asOf: this.clock.now(),
      totals: sumOf(asked),
      previous: sumOf(known.filter(({ day }) => day < from)),
      days,
      resources,
      refusals,
    };
  }
}

function sumOf(days: readonly DayFigures[]): Figures {
  return days.reduce<Figures>(
    (sum, each) => ({
      challenges: sum.challenges + each.challenges,
      paidChallenges: sum.paidChallenges + each.paidChallenges,
      usedChallenges: sum.usedChallenges + each.usedChallenges,
      revenueSats: sum.revenueSats + each.revenueSats,
      uses: sum.uses + each.uses,
    }),
    NOTHING,
  );
}
