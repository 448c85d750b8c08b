import type { Plan } from '@turnpike/config';

/** What a merchant's row says of its plan. */
export interface Subscription {
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly trialEndsAt: Date | null;
  readonly currentPeriodEnd: Date | null;
}

/** How a subscription stands at a moment, whatever has been written of it by then. */
export interface SubscriptionStanding extends Subscription {
  readonly plan: Plan;
  /** Nothing is minted or verified for a merchant whose plan has lapsed. */
  readonly hasLapsed: boolean;
}

/**
 * When a subscription ends: at the later of its trial's and its paid period's end; `null` is never. A plan without a period
 * does not end, nor does one that is `active` without a date, which the operator gave. Without any date it is over already.
 */
export function subscriptionEnd(plan: Plan, subscription: Subscription): Date | null {
  const { subscriptionStatus, trialEndsAt, currentPeriodEnd } = subscription;
  if (plan.period === null) return null;
  if (subscriptionStatus === 'active' && currentPeriodEnd === null) return null;
  return new Date(Math.max(trialEndsAt?.getTime() ?? 0, currentPeriodEnd?.getTime() ?? 0));
}

/** How a subscription to `plan` stands before its end. */
export function standingBefore(plan: Plan, subscription: Subscription): SubscriptionStanding {
  const { subscriptionStatus, trialEndsAt, currentPeriodEnd } = subscription;
  return { plan, planTier: plan.id, subscriptionStatus, trialEndsAt, currentPeriodEnd, hasLapsed: false };
}

/**
 * How it stands from its end on: the free plan, if there is one; else it has lapsed, a trial as `canceled` and a paid period
 * as `past_due`. What the worker writes within the hour is the same, so nobody can tell when it has.
 */
export function standingAfter(
  plan: Plan,
  free: Plan | null,
  subscription: Subscription,
): SubscriptionStanding {
  const { trialEndsAt, currentPeriodEnd } = subscription;
  if (free !== null) {
    return {
      plan: free,
      planTier: free.id,
      subscriptionStatus: 'active',
      trialEndsAt,
      currentPeriodEnd: null,
      hasLapsed: false,
    };
  }
  const subscriptionStatus = LAPSED[subscription.subscriptionStatus] ?? subscription.subscriptionStatus;
  return { plan, planTier: plan.id, subscriptionStatus, trialEndsAt, currentPeriodEnd, hasLapsed: true };
}

/** What becomes of a status when its time is over. */
const LAPSED: Readonly<Record<string, string>> = { trialing: 'canceled', active: 'past_due' };
