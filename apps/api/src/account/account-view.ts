import { planFeatures } from '@turnpike/merchants';
import type { MerchantRecord, PlanFeatures, SubscriptionStanding } from '@turnpike/merchants';
import type { ConnectionView, WalletKind } from '@turnpike/wallets';

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

/** What a merchant has set up elsewhere. */
export interface AccountParts {
  /** Those of live mode. */
  readonly wallets: readonly ConnectionView[];
  /** Whether some webhook is called. */
  readonly hasWebhookUrl: boolean;
  /** Whether some proxy is served in either mode, and how many there are in this one. */
  readonly proxies: { readonly hasActive: boolean; readonly count: number };
}

/** The account as its owner sees it, as its plan stands now. */
export function accountView(
  merchant: MerchantRecord,
  standing: SubscriptionStanding,
  parts: AccountParts,
): AccountView {
  const { wallets } = parts;
  const { merchantId, name, email, isActive, createdAt } = merchant;
  const { planTier, subscriptionStatus } = standing;
  const primary = wallets.find(({ role }) => role === 'primary');
  return {
    merchantId,
    name,
    email,
    planTier,
    subscriptionStatus,
    isActive,
    createdAt,
    paymentProvider: primary?.kind ?? null,
    features: planFeatures(standing.plan, maySell(merchant, standing)),
    onboarding: onboardingView(parts),
  };
}

function onboardingView({ wallets, hasWebhookUrl, proxies }: AccountParts): OnboardingView {
  const has = (kind: WalletKind): boolean => wallets.some((wallet) => wallet.kind === kind);
  const hasPaymentProviderKey = wallets.some(({ role }) => role === 'primary');
  return {
    hasOpenNodeKey: has('opennode'),
    hasStrikeKey: has('strike'),
    hasNwcConnection: has('nwc'),
    hasPaymentProviderKey,
    hasWebhookUrl,
    hasActiveProxy: proxies.hasActive,
    proxyCount: proxies.count,
    isFullyConfigured: hasPaymentProviderKey && hasWebhookUrl,
  };
}

/** Whether the merchant may sell, and why not. */
export function l402StatusView(merchant: MerchantRecord, standing: SubscriptionStanding): L402StatusView {
  const { planTier, subscriptionStatus } = standing;
  return {
    l402Enabled: maySell(merchant, standing),
    planTier,
    subscriptionStatus,
    isActive: merchant.isActive,
  };
}

/** Where the plan stands. */
export function subscriptionView(standing: SubscriptionStanding): SubscriptionView {
  const { planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd } = standing;
  return { planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd };
}

/** Unless the operator has switched the merchant off or its plan has lapsed. */
export function maySell({ isActive }: MerchantRecord, { hasLapsed }: SubscriptionStanding): boolean {
  return isActive && !hasLapsed;
}
