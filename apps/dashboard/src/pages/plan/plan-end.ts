import type { Plan, Subscription } from '../../api/shapes/plans.js';

/** When a plan ends. */
export interface PlanEnd {
  /** Null: it has no date. */
  readonly at: string | null;
  readonly isOver: boolean;
}

/**
 * When a merchant's plan ends, as the server has it: at the later of its two dates. A trial that is over leaves its date
 * behind, which ends nothing where the plan has no period, or is active without a date of its own; else what has no date is over.
 */
export function planEnd(subscription: Subscription, plan: Plan | undefined, nowMillis: number): PlanEnd {
  const { subscriptionStatus, trialEndsAt, currentPeriodEnd } = subscription;
  if (plan?.period === null || (subscriptionStatus === 'active' && currentPeriodEnd === null))
    return { at: null, isOver: false };
  const [at = null] = [trialEndsAt, currentPeriodEnd]
    .filter((date) => date !== null)
    .sort((one, other) => Date.parse(other) - Date.parse(one));
  return { at, isOver: at === null || Date.parse(at) <= nowMillis };
}
