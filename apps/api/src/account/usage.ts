import { Injectable } from '@nestjs/common';
import { CapUsage } from '@turnpike/challenges';
import type { UsedCaps } from '@turnpike/challenges';
import { Clock } from '@turnpike/config';
import type { PlanCaps } from '@turnpike/config';
import { Merchants, Plans } from '@turnpike/merchants';
import type { Principal } from '@turnpike/merchants';
import { Proxies } from '@turnpike/proxies';
import { UsageOfDays, utcDay } from '@turnpike/statistics';

/** The answer of `GET /api/merchant/usage`: one calendar month in UTC, its end excluded. */
export interface UsageView {
  readonly periodStart: Date;
  readonly periodEnd: Date;
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly revenueSats: number;
  readonly resources: number;
  readonly proxies: number;
  readonly caps: PlanCaps;
  /** What of them is used; `null` if nothing is counted. */
  readonly capUsage: UsedCaps | null;
}

/** Counts what a merchant sold this month, in the mode of the calling key, beside the caps of its plan. */
@Injectable()
export class UsageOfMonth {
  constructor(
    private readonly usage: UsageOfDays,
    private readonly capUsage: CapUsage,
    private readonly proxies: Proxies,
    private readonly merchants: Merchants,
    private readonly plans: Plans,
    private readonly clock: Clock,
  ) {}

  /** The month that the clock is in. */
  async read({ merchantId, mode }: Principal): Promise<UsageView> {
    const now = this.clock.now();
    const { start, end } = monthOf(now);
    const [sold, merchant, proxies] = await Promise.all([
      this.usage.read({ merchantId, mode }, utcDay(start), utcDay(end)),
      this.merchants.get(merchantId),
      this.proxies.standing({ merchantId, mode }),
    ]);
    const { plan } = this.plans.standing(merchant, now);
    return {
      periodStart: start,
      periodEnd: end,
      challenges: sold.challenges,
      paidChallenges: sold.paidChallenges,
      revenueSats: sold.revenueSats,
      resources: sold.resources,
      proxies: proxies.count,
      caps: plan.caps,
      capUsage: await this.capUsage.read(merchantId, plan.id, now),
    };
  }
}

/** The calendar month in UTC around an instant: its first moment and that of the next. */
export function monthOf(now: Date): { readonly start: Date; readonly end: Date } {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  return { start: new Date(Date.UTC(year, month, 1)), end: new Date(Date.UTC(year, month + 1, 1)) };
}
