import { limits } from '@turnpike/config';

/** The plans that this instance offers. `unlimited` never lapses and has no caps. */
export const PLAN_TIERS = ['unlimited'] as const;

/** The id of a plan. */
export type PlanTier = (typeof PLAN_TIERS)[number];

/** Where a subscription can stand. */
export const SUBSCRIPTION_STATUSES = ['trialing', 'active', 'past_due', 'canceled'] as const;

/** One of {@link SUBSCRIPTION_STATUSES}. */
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

/** What a plan bounds, per merchant; `null` is no bound. Challenges and resources are counted by the calendar month. */
export interface PlanCaps {
  readonly resources: number | null;
  readonly challenges: number | null;
  readonly priceSats: number | null;
  readonly proxies: number | null;
}

/** What a merchant may use, in the shape that clients of the account routes read. */
export interface PlanFeatures {
  readonly l402Enabled: boolean;
  readonly refundsEnabled: boolean;
  readonly multiCurrencyEnabled: boolean;
  readonly analyticsEnabled: boolean;
  readonly prioritySupport: boolean;
  readonly customBrandingEnabled: boolean;
  readonly maxWebhookEndpoints: number;
  readonly slaUptimePercentage: number;
}

const NO_CAPS: PlanCaps = Object.freeze({
  resources: null,
  challenges: null,
  priceSats: null,
  proxies: null,
});

/** The caps of a plan. Every plan offered so far is `unlimited`, so none bounds anything. */
export function planCaps(): PlanCaps {
  return NO_CAPS;
}

/**
 * What a merchant may use now. Only what exists is promised: refunds, currencies, branding, support and a service level are
 * not part of this version. Webhook endpoints are counted in each mode.
 */
export function planFeatures(merchant: { readonly isActive: boolean }): PlanFeatures {
  return {
    l402Enabled: merchant.isActive,
    refundsEnabled: false,
    multiCurrencyEnabled: false,
    analyticsEnabled: false,
    prioritySupport: false,
    customBrandingEnabled: false,
    maxWebhookEndpoints: limits.webhookEndpointsMax,
    slaUptimePercentage: 0,
  };
}
