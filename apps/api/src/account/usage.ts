import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import { planCaps } from '@turnpike/merchants';
import type { PlanCaps, Principal } from '@turnpike/merchants';
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
}

/** Counts what a merchant sold this month, in the mode of the calling key, beside the caps of its plan. */
@Injectable()
export class UsageOfMonth {
  constructor(
    private readonly usage: UsageOfDays,
    private readonly clock: Clock,
  ) {}

  /** The month that the clock is in. */
  async read({ merchantId, mode }: Principal): Promise<UsageView> {
    const { start, end } = monthOf(this.clock.now());
    const sold = await this.usage.read({ merchantId, mode }, utcDay(start), utcDay(end));
    return {
      periodStart: start,
      periodEnd: end,
      challenges: sold.challenges,
      paidChallenges: sold.paidChallenges,
      revenueSats: sold.revenueSats,
      resources: sold.resources,
      // Proxies cannot be made yet.
      proxies: 0,
      caps: planCaps(),
    };
  }
}

/** The calendar month in UTC around an instant: its first moment and that of the next. */
export function monthOf(now: Date): { readonly start: Date; readonly end: Date } {
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  return { start: new Date(Date.UTC(year, month, 1)), end: new Date(Date.UTC(year, month + 1, 1)) };
}
