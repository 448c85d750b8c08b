/** Where a plan ends; null: no end. */
export interface PlanCaps {
  readonly resources: number | null;
  readonly challenges: number | null;
  readonly priceSats: number | null;
  readonly proxies: number | null;
}

/** What a merchant can choose. */
export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly priceUsdCents: number | null;
  /** What one period costs over Lightning; null: only the operator gives this plan. */
  readonly priceSats: number | null;
  /** Null: the plan never lapses. */
  readonly period: 'month' | null;
  readonly trialDays: number;
  readonly caps: PlanCaps;
  readonly features: Readonly<Record<string, boolean | number>>;
}

/** How long the merchant's plan runs. */
export interface Subscription {
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly trialEndsAt: string | null;
  readonly currentPeriodEnd: string | null;
}

/** What was sold in the current month of UTC, in one mode. */
export interface Usage {
  readonly periodStart: string;
  readonly periodEnd: string;
  readonly challenges: number;
  readonly paidChallenges: number;
  readonly revenueSats: number;
  readonly resources: number;
  readonly proxies: number;
  readonly caps: PlanCaps;
  /** What of the caps is used, in all modes that count; null where nothing is counted. */
  readonly capUsage?: { readonly challenges: number; readonly resources: number | null } | null;
}

/** What a payer needs of a 402. */
export interface Bill {
  readonly macaroon: string;
  readonly invoice: string;
  readonly amountSats: number;
  readonly expiresAt: string;
}
