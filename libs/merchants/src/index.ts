export { ApiKeyLifecycle } from './api-key-lifecycle.js';
export type { NewApiKey, Rotation } from './api-key-lifecycle.js';
export type { ApiKeyRecord, IssuedApiKey } from './api-key.js';
export { ApiKeys } from './api-keys.js';
export type { KeyAuthority } from './key-authority.js';
export { MerchantChanges } from './merchant-changes.js';
export { PREIMAGE_ONLY_RULES, SETTLEMENT_POLICIES } from './merchant-settings.js';
export type {
  MerchantSettings,
  PreimageOnlyRule,
  SettingsPatch,
  SettlementPolicy,
} from './merchant-settings.js';
export type { MerchantRecord } from './merchant.js';
export type { MerchantQuery } from './merchant.repository.js';
export { MerchantsModule } from './merchants.module.js';
export { Merchants } from './merchants.js';
export type { CreatedMerchant, MerchantPatch, NewMerchant } from './merchants.js';
export { PLAN_TIERS, SUBSCRIPTION_STATUSES, planCaps, planFeatures } from './plan.js';
export type { PlanCaps, PlanFeatures, PlanTier, SubscriptionStatus } from './plan.js';
export type { Principal } from './principal.js';
export { SCOPES } from './scope.js';
export type { Scope } from './scope.js';
export { Settings } from './settings.js';
