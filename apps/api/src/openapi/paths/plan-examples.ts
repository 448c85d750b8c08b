/** What a plan says that it includes, in examples. */
export const planFeaturesExample = {
  listingEnabled: true,
  analyticsEnabled: true,
  prioritySupport: false,
  customBrandingEnabled: false,
  maxWebhookEndpoints: 20,
  slaUptimePercentage: 0,
};

/** A plan that is paid by the month. */
export const planExample = {
  id: 'individual',
  name: 'Individual',
  priceUsdCents: 9_900,
  priceSats: 99_000,
  period: 'month',
  trialDays: 30,
  caps: { resources: null, challenges: null, priceSats: null, proxies: null },
  features: planFeaturesExample,
};
