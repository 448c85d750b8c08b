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

/**
 * When a subscription ends after a month of `plan` was bought: a month after its own end, if it is to that plan and still
 * runs; else a month from now. What is left of a paid period of another plan is worth as much time as it pays for here;
 * a trial of another plan is not. Ten years from now at most, or when it ended before if that is later. `null` for what
 * already runs without an end.
 */
export function purchasedEnd(plan: Plan, current: Plan, subscription: Subscription, now: Date): Date | null {
  const bought = boughtMillis(plan, current, subscription, now);
  if (bought === null) return null;
  const kept = current.id === plan.id ? (subscriptionEnd(current, subscription)?.getTime() ?? 0) : 0;
  return new Date(Math.max(kept, Math.min(bought, furthestEnd(now).getTime())));
}

/** Whether all that a month of `plan` is worth can be given, so that it may be sold. */
export function canBeGiven(plan: Plan, current: Plan, subscription: Subscription, now: Date): boolean {
  return (boughtMillis(plan, current, subscription, now) ?? 0) <= furthestEnd(now).getTime();
}

/** The end without a bound, in milliseconds; Infinity beyond what a date can hold. */
function boughtMillis(plan: Plan, current: Plan, subscription: Subscription, now: Date): number | null {
  const end = subscriptionEnd(current, subscription);
  if (current.id === plan.id && end === null) return null;
  const runsUntil = current.id === plan.id && end !== null && end > now ? end : now;
  const credit = current.id === plan.id ? 0 : creditMillis(plan, current, subscription, now);
  const millis = aMonthAfter(new Date(runsUntil.getTime() + credit)).getTime();
  return Number.isNaN(millis) ? Infinity : millis;
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
