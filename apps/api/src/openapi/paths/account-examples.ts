import { example } from '../schemas/example-values.js';

/** What a merchant's plan includes, in examples. */
export const featuresExample = {
  l402Enabled: true,
  refundsEnabled: false,
  multiCurrencyEnabled: false,
  analyticsEnabled: false,
  prioritySupport: false,
  customBrandingEnabled: false,
  maxWebhookEndpoints: 16,
  slaUptimePercentage: 0,
};

/** The account that all examples tell of. */
export const accountExample = {
  merchantId: example.merchantId,
  name: 'Weather Works',
  email: 'owner@weather.example',
  planTier: 'unlimited',
  subscriptionStatus: 'active',
  isActive: true,
  createdAt: '2029-11-02T09:14:00Z',
  paymentProvider: 'strike',
  features: featuresExample,
  onboarding: {
    hasOpenNodeKey: false,
    hasStrikeKey: true,
    hasNwcConnection: false,
    hasPaymentProviderKey: true,
    hasWebhookUrl: false,
    hasActiveProxy: false,
    proxyCount: 0,
    isFullyConfigured: false,
  },
};

/** A month's sales. */
export const usageExample = {
  periodStart: '2029-12-01T00:00:00Z',
  periodEnd: '2030-01-01T00:00:00Z',
  challenges: 412,
  paidChallenges: 377,
  revenueSats: 9425,
  resources: 3,
  proxies: 0,
  caps: { resources: null, challenges: null, priceSats: null, proxies: null },
};

/** The settings of a merchant who never changed any. */
export const settingsExample = {
  strictVerify: false,
  settlementPolicy: 'preimage',
  tokenValiditySeconds: 3600,
  invoiceExpirySeconds: 600,
  mppEnabled: true,
  mppPreimageOnly: 'compatible',
  realm: null,
};
