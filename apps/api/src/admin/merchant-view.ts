import { planFeatures } from '@turnpike/merchants';
import type { MerchantRecord, PlanFeatures } from '@turnpike/merchants';

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
  readonly hasWallet: boolean;
  readonly hasWebhookUrl: boolean;
  readonly features: PlanFeatures;
}

/** The view of one row of the list. */
export function merchantView(merchant: MerchantRecord): MerchantView {
  const { merchantId, name, email, planTier, subscriptionStatus, isActive, createdAt } = merchant;
  return { merchantId, name, email, planTier, subscriptionStatus, isActive, createdAt };
}

/** The view of one merchant, with what it has set up in live mode. */
export function merchantDetailView(
  merchant: MerchantRecord,
  setUp: Pick<MerchantDetailView, 'hasWallet' | 'hasWebhookUrl'>,
): MerchantDetailView {
  return {
    ...merchantView(merchant),
    trialEndsAt: merchant.trialEndsAt,
    ...setUp,
    features: planFeatures(merchant),
  };
}
