import type { Plan } from '@turnpike/config';
import { planBounds } from './plan-bounds.js';
import { subscriptionEnd } from './subscription-standing.js';
import type { Subscription } from './subscription-standing.js';

/** The same day and time a month later in UTC, or the last day of that month if it has no such day. */
export function aMonthAfter(date: Date): Date {
  const later = new Date(date);
  later.setUTCMonth(date.getUTCMonth() + 1);
  // A day that the month does not have has run over into the next.
  if (later.getUTCDate() !== date.getUTCDate()) later.setUTCDate(0);
  return later;
}

/** Whether a month more would end later than a purchase can give. */
export function isPaidFarAhead(end: Date, now: Date): boolean {
  return end > now && aMonthAfter(end) > furthestEnd(now);
}

/**
 * When a subscription ends after a month of `plan` was bought: a month after its own end, if it is to that plan and still
 * runs; else a month from now. What is left of a paid period of another plan is worth as much time as it pays for here;
 * a trial of another plan is not. Ten years from now at most, or when it ended before if that is later. `null` for what
 * already runs without an end.
 */
export function purchasedEnd(plan: Plan, current: Plan, subscription: Subscription, now: Date): Date | null {
  const end = subscriptionEnd(current, subscription);
  const furthest = furthestEnd(now).getTime();
  if (current.id === plan.id) {
    if (end === null) return null;
    const wanted = aMonthAfter(end > now ? end : now).getTime();
    return new Date(Math.max(end.getTime(), Math.min(wanted, furthest)));
  }
  // Bounded before it is a date, which an old price by a new one of a satoshi may pass.
  const credited = Math.min(now.getTime() + creditMillis(plan, current, subscription, now), furthest);
  return new Date(Math.min(aMonthAfter(new Date(credited)).getTime(), furthest));
}

function furthestEnd(now: Date): Date {
  const furthest = new Date(now);
  furthest.setUTCFullYear(now.getUTCFullYear() + planBounds.paidAheadYearsMax);
  return furthest;
}

function creditMillis(plan: Plan, current: Plan, { currentPeriodEnd }: Subscription, now: Date): number {
  if (current.period === null || currentPeriodEnd === null || currentPeriodEnd <= now) return 0;
  if (plan.priceSats === null || current.priceSats === null) return 0;
  const left = currentPeriodEnd.getTime() - now.getTime();
  return Math.floor((left * current.priceSats) / plan.priceSats);
}
