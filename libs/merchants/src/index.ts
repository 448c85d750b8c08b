export { ApiKeyLifecycle } from './api-key-lifecycle.js';
export type { NewApiKey, Rotation } from './api-key-lifecycle.js';
export type { ApiKeyRecord, IssuedApiKey } from './api-key.js';
export { ApiKeys } from './api-keys.js';
export { AuthoredKeys } from './authored-keys.js';
export type { KeysLeft } from './authored-keys.js';
export { BuyPlan } from './buy-plan.js';
export type { PaidPlan } from './buy-plan.js';
export { HandOverPlans } from './hand-over-plans.js';
export { KeyUpkeep } from './key-upkeep.js';
export type { Confirmation, KeyAuthority } from './key-authority.js';
export { MerchantChanges } from './merchant-changes.js';
export { PREIMAGE_ONLY_RULES, SETTLEMENT_POLICIES } from './merchant-settings.js';
export type {
  MerchantSettings,
  PreimageOnlyRule,
  SettingsPatch,
  SettlementPolicy,
} from './merchant-settings.js';
export type { MerchantRecord } from './merchant.js';
export { MerchantPrincipals } from './merchant-principals.js';
export type { PrincipalsOfMerchant, SignedIn } from './merchant-principals.js';
export type { MerchantQuery } from './merchant.repository.js';
export { merchantTables } from './merchant-tables.sql.js';
export { MerchantsModule } from './merchants.module.js';
export { Merchants } from './merchants.js';
export type { CreatedMerchant, MerchantPatch, NewMerchant } from './merchants.js';
export { SUBSCRIPTION_STATUSES, planFeatures } from './plan.js';
export type { PlanFeatures, PlanTier, SubscriptionStatus } from './plan.js';
export { canBeGiven } from './purchased-end.js';
export type { FailingHandovers } from './plan-handover.repository.js';
export { planResource } from './plan-resource.js';
export { PlanUpkeep } from './plan-upkeep.js';
export { Plans } from './plans.js';
export { FirstKeys } from './first-keys.js';
export type { FirstKeyPair } from './first-keys.js';
export { normalEmail } from './merchant.js';
export type { KnownKey } from './principal-cache.js';
export type { Principal } from './principal.js';
export { SCOPES } from './scope.js';
export type { Scope } from './scope.js';
export { Sellers } from './sellers.js';
export type { Seller } from './sellers.js';
export { Settings } from './settings.js';
export type { SubscriptionStanding } from './subscription-standing.js';
