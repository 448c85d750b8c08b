import type { Plan, PlanOffer } from '@turnpike/config';

/** The id of a plan; which there are is the operator's configuration. */
export type PlanTier = string;

/** Where a subscription can stand. */
export const SUBSCRIPTION_STATUSES = ['trialing', 'active', 'past_due', 'canceled'] as const;

/** One of {@link SUBSCRIPTION_STATUSES}. */
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** What a merchant may use, in the shape that clients of the account routes read. */
export interface PlanFeatures extends PlanOffer {
  readonly l402Enabled: boolean;
  readonly refundsEnabled: boolean;
  readonly multiCurrencyEnabled: boolean;
}

/** What a merchant may use now. Refunds and other currencies are not part of this version, so no plan has them. */
export function planFeatures(plan: Plan, l402Enabled: boolean): PlanFeatures {
  return { l402Enabled, refundsEnabled: false, multiCurrencyEnabled: false, ...plan.features };
}
