/** What a plan bounds, per merchant; `null` is no bound. Challenges and resources are counted by the calendar month. */
export interface PlanCaps {
  /** Different endpoints a month. */
  readonly resources: number | null;
  /** Challenges a month. */
  readonly challenges: number | null;
  /** The price of one challenge. */
  readonly priceSats: number | null;
  readonly proxies: number | null;
}

/** What a plan includes beside minting and verifying. */
export interface PlanOffer {
  /** Whether the merchant's services may stand in the public registry. */
  readonly listingEnabled: boolean;
  readonly analyticsEnabled: boolean;
  readonly prioritySupport: boolean;
  readonly customBrandingEnabled: boolean;
  /** Per mode. */
  readonly maxWebhookEndpoints: number;
  readonly slaUptimePercentage: number;
}

/** A plan that this instance offers. One without a period never lapses. */
export interface Plan {
  readonly id: string;
  readonly name: string;
  /** For people; `null` is not said. */
  readonly priceUsdCents: number | null;
  /** What a period costs over Lightning; `null`: only the operator gives this plan. */
  readonly priceSats: number | null;
  readonly period: 'month' | null;
  readonly trialDays: number;
  readonly caps: PlanCaps;
  readonly features: PlanOffer;
}
