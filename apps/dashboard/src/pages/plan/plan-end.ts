import type { Plan, Subscription } from '../../api/shapes/plans.js';

/**
 * When a merchant's plan ends, as the server has it: at the later of its two dates; null is never. A trial that is over leaves
 * its date behind, which ends nothing where the plan has no period, or is active without a date of its own.
 */
export function planEnd(subscription: Subscription, plan: Plan | undefined): string | null {
  const { subscriptionStatus, trialEndsAt, currentPeriodEnd } = subscription;
  if (plan?.period === null) return null;
  if (subscriptionStatus === 'active' && currentPeriodEnd === null) return null;
  if (trialEndsAt === null || currentPeriodEnd === null) return currentPeriodEnd ?? trialEndsAt;
  return Date.parse(trialEndsAt) > Date.parse(currentPeriodEnd) ? trialEndsAt : currentPeriodEnd;
}
