import type { Plan, PlanCaps } from '../../api/shapes/plans.js';
import { grouped, sats, words } from '../../ui/format.js';

/** What a plan costs, in a few words. */
export function priceWords({ priceUsdCents, priceSats, period }: Plan): string {
  const per = period === 'month' ? ' a month' : '';
  if (priceUsdCents !== null && priceUsdCents > 0) {
    const dollars = priceUsdCents / 100;
    return `$${dollars.toFixed(Number.isInteger(dollars) ? 0 : 2)}${per}`;
  }
  if (priceSats !== null && priceSats > 0) return `${sats(priceSats)}${per}`;
  return priceSats === null ? 'From the operator' : 'Free';
}

/** Where a plan ends, in words. */
export function capWords({ resources, challenges, priceSats, proxies }: PlanCaps): readonly string[] {
  return [
    challenges === null ? 'Challenges without limit' : `${grouped(challenges)} challenges a month`,
    resources === null ? 'Resources without limit' : `${grouped(resources)} resources a month`,
    priceSats === null ? 'Any price' : `Prices up to ${sats(priceSats)}`,
    ...(proxies === null ? [] : [`${grouped(proxies)} ${proxies === 1 ? 'proxy' : 'proxies'}`]),
  ];
}

const features: Readonly<Record<string, string>> = {
  listingEnabled: 'Listed in the registry',
  analyticsEnabled: 'Analytics',
  prioritySupport: 'Priority support',
  customBrandingEnabled: 'Own branding',
};

/** What a plan includes beside its caps, in words. */
export function featureWords(plan: Plan): readonly string[] {
  return Object.entries(plan.features).flatMap(([name, value]) => {
    if (value === true) return [features[name] ?? words(name)];
    if (name === 'maxWebhookEndpoints' && typeof value === 'number') return [`${grouped(value)} webhooks`];
    if (name === 'slaUptimePercentage' && typeof value === 'number' && value > 0)
      return [`${String(value)} % uptime promised`];
    return [];
  });
}
