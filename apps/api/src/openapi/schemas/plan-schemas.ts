import type { Schema } from '../openapi-types.js';
import { answer, nullable, ref, request } from './schema-parts.js';

const boolean: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };
const cap: Schema = { type: ['integer', 'null'], minimum: 0, description: '`null`: no cap.' };

/** What every plan says that it includes; a merchant's features repeat them. */
export const planFeatureMembers: Readonly<Record<string, Schema>> = {
  listingEnabled: { ...boolean, description: 'Whether services may stand in the public registry.' },
  analyticsEnabled: boolean,
  prioritySupport: boolean,
  customBrandingEnabled: boolean,
  maxWebhookEndpoints: count,
  slaUptimePercentage: { type: 'number', minimum: 0, maximum: 100 },
};

/** Schemas of plans. */
export const planSchemas: Readonly<Record<string, Schema>> = {
  PlanId: { type: 'string', pattern: '^[a-z][a-z0-9_-]{0,39}$', description: 'The id of a plan.' },
  PlanCaps: answer('The caps of a plan, per merchant.', {
    resources: { ...cap, description: 'Different endpoints a calendar month; ids in a path count as one.' },
    challenges: { ...cap, description: 'Challenges a calendar month, repeats not counted.' },
    priceSats: { ...cap, description: 'The price of one challenge.' },
    proxies: cap,
  }),
  Plan: answer('What a merchant can choose.', {
    id: ref('PlanId'),
    name: { type: 'string' },
    priceUsdCents: { type: ['integer', 'null'], minimum: 0, description: '`null`: not said.' },
    priceSats: {
      type: ['integer', 'null'],
      minimum: 0,
      description: 'What one period costs over Lightning. `null`: only the operator gives this plan.',
    },
    period: { enum: ['month', null], description: '`null`: the plan never lapses.' },
    trialDays: count,
    caps: ref('PlanCaps'),
    features: answer('What it includes.', planFeatureMembers),
  }),
  PlanList: answer('All plans.', { plans: { type: 'array', items: ref('Plan') } }),
  PlanRequest: request('What to buy a month of.', ['planId'], { planId: ref('PlanId') }),
  CapUsage: nullable(
    answer('What of the caps is used, in both modes together as far as they count.', {
      challenges: count,
      resources: {
        type: ['integer', 'null'],
        minimum: 0,
        description: '`null`: not capped, so not counted.',
      },
    }),
  ),
};
