import { planFeatures } from '@turnpike/merchants';
import type { MerchantRecord, PlanFeatures, SubscriptionStanding } from '@turnpike/merchants';

/** A merchant in the operator's list. */
export interface MerchantView {
  readonly merchantId: number;
  readonly name: string;
  readonly email: string;
  readonly planTier: string;
  readonly subscriptionStatus: string;
  readonly isActive: boolean;
  readonly createdAt: Date;
}

/** One merchant, with what the operator may change and what it has set up. */
export interface MerchantDetailView extends MerchantView {
  readonly trialEndsAt: Date | null;
  readonly currentPeriodEnd: Date | null;
  readonly hasWallet: boolean;
  readonly hasWebhookUrl: boolean;
  readonly features: PlanFeatures;
}

/** The view of one row of the list, its plan as it stands now. */
export function merchantView(merchant: MerchantRecord, standing: SubscriptionStanding): MerchantView {
  const { merchantId, name, email, isActive, createdAt } = merchant;
  const { planTier, subscriptionStatus } = standing;
  return { merchantId, name, email, planTier, subscriptionStatus, isActive, createdAt };
}

/** The view of one merchant, as its plan stands now, with what it has set up in live mode. */
export function merchantDetailView(
  merchant: MerchantRecord,
  standing: SubscriptionStanding,
  setUp: Pick<MerchantDetailView, 'hasWallet' | 'hasWebhookUrl'>,
): MerchantDetailView {
  return {
    ...merchantView(merchant, standing),
    trialEndsAt: standing.trialEndsAt,
    currentPeriodEnd: standing.currentPeriodEnd,
    ...setUp,
    features: planFeatures(standing.plan, merchant.isActive && !standing.hasLapsed),
  };
}
