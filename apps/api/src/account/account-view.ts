import { planFeatures } from '@turnpike/merchants';
import type { MerchantRecord, PlanFeatures } from '@turnpike/merchants';

/** What a merchant has set up, for the screens of published clients. */
export interface OnboardingView {
  readonly hasOpenNodeKey: boolean;
  readonly hasStrikeKey: boolean;
  readonly hasNwcConnection: boolean;
  readonly hasPaymentProviderKey: boolean;
  readonly hasWebhookUrl: boolean;
  readonly hasActiveProxy: boolean;
  readonly proxyCount: number;
  readonly isFullyConfigured: boolean;
}

/** The answer of `GET /api/merchant/me`. */
export interface AccountView {
  readonly merchantId: number;
  readonly name: string;
  readonly email: string;
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly paymentProvider: string | null;
  readonly features: PlanFeatures;
  readonly onboarding: OnboardingView;
}

/** The answer of `GET /api/merchant/l402-status`. */
export interface L402StatusView {
  readonly l402Enabled: boolean;
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly isActive: boolean;
}

/** The answer of `GET /api/merchant/subscription`. */
export interface SubscriptionView {
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly trialEndsAt: Date | null;
  readonly currentPeriodEnd: Date | null;
}

// Wallet connections, webhook endpoints and proxies cannot be made yet, so nobody has any.
const NOTHING_SET_UP: OnboardingView = Object.freeze({
  hasOpenNodeKey: false,
  hasStrikeKey: false,
  hasNwcConnection: false,
  hasPaymentProviderKey: false,
  hasWebhookUrl: false,
  hasActiveProxy: false,
  proxyCount: 0,
  isFullyConfigured: false,
});

/** The account as its owner sees it. */
export function accountView(merchant: MerchantRecord): AccountView {
  const { merchantId, name, email, planTier, subscriptionStatus, isActive, createdAt } = merchant;
  return {
    merchantId,
    name,
    email,
    planTier,
    subscriptionStatus,
    isActive,
    createdAt,
    paymentProvider: null,
    features: planFeatures(merchant),
    onboarding: NOTHING_SET_UP,
  };
}

/** Whether the merchant may sell, and why not. */
export function l402StatusView(merchant: MerchantRecord): L402StatusView {
  const { planTier, subscriptionStatus, isActive } = merchant;
  return { l402Enabled: planFeatures(merchant).l402Enabled, planTier, subscriptionStatus, isActive };
}

/** Where the plan stands. */
export function subscriptionView(merchant: MerchantRecord): SubscriptionView {
  const { planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd } = merchant;
  return { planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd };
}
