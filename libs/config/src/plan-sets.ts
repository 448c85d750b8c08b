import type { Plan, PlanCaps, PlanOffer } from './plan.js';

/** Bounds nothing. */
export const NO_CAPS: PlanCaps = Object.freeze({
  resources: null,
  challenges: null,
  priceSats: null,
  proxies: null,
});

/** What a plan includes unless it says otherwise. */
export const EVERYTHING_BUILT: PlanOffer = Object.freeze({
  listingEnabled: true,
  analyticsEnabled: true,
  prioritySupport: false,
  customBrandingEnabled: false,
  maxWebhookEndpoints: 20,
  slaUptimePercentage: 0,
});

const unlimited: Plan = Object.freeze({
  id: 'unlimited',
  name: 'Unlimited',
  priceUsdCents: null,
  priceSats: null,
  period: null,
  trialDays: 0,
  caps: NO_CAPS,
  features: EVERYTHING_BUILT,
});

const free: Plan = Object.freeze({
  ...unlimited,
  id: 'free',
  name: 'Free',
  priceUsdCents: 0,
  priceSats: 0,
  caps: Object.freeze({ resources: 3, challenges: 200, priceSats: 1_000, proxies: 1 }),
  features: Object.freeze({ ...EVERYTHING_BUILT, listingEnabled: false, maxWebhookEndpoints: 2 }),
});

const individual: Plan = Object.freeze({
  ...unlimited,
  id: 'individual',
  name: 'Individual',
  priceUsdCents: 9_900,
  priceSats: 99_000,
  period: 'month',
  trialDays: 30,
});

const business: Plan = Object.freeze({
  ...individual,
  id: 'business',
  name: 'Business',
  priceUsdCents: 29_900,
  priceSats: 299_000,
});

/** The plans that come with us, by the word that chooses them: an instance for oneself, and one that is offered to others. */
export const PLAN_SETS: Readonly<Record<string, readonly Plan[]>> = Object.freeze({
  unlimited: Object.freeze([unlimited]),
  hosted: Object.freeze([free, individual, business, unlimited]),
});
