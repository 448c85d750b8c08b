import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const boolean: Schema = { type: 'boolean' };
const name = { minLength: 1, maxLength: 200 };
const email = { format: 'email', maxLength: 254, description: 'One address is one merchant.' };
const apiKey: Schema = { type: 'string', pattern: '^tp_(test|live)_[0-9A-Za-z]+$' };

const merchantMembers: Readonly<Record<string, Schema>> = {
  merchantId: ref('MerchantId'),
  name: { type: 'string' },
  email: { type: 'string', format: 'email' },
  planTier: ref('PlanId'),
  subscriptionStatus: ref('SubscriptionStatus'),
  isActive: boolean,
  createdAt: ref('Timestamp'),
};

/** Schemas of the operator's and the public routes. */
export const operatorSchemas: Readonly<Record<string, Schema>> = {
  Merchant: answer('A merchant in a list.', merchantMembers),
  MerchantDetail: answer('A merchant.', {
    ...merchantMembers,
    trialEndsAt: nullable(ref('Timestamp')),
    currentPeriodEnd: nullable(ref('Timestamp')),
    hasWallet: boolean,
    hasWebhookUrl: { ...boolean, description: 'In live mode, as `hasWallet`.' },
    features: ref('Features'),
  }),
  MerchantList: answer('One page of merchants, newest first.', {
    merchants: { type: 'array', maxItems: limits.listLimitMax, items: ref('Merchant') },
    total: { type: 'integer', minimum: 0, description: 'How many there are in all.' },
    limit: { type: 'integer', minimum: 1, maximum: limits.listLimitMax },
    offset: { type: 'integer', minimum: 0 },
  }),
  MerchantRequest: request('A new merchant.', ['name', 'email'], {
    name: { type: 'string', ...name },
    email: { type: 'string', ...email },
    planTier: optional('string', {
      description: 'The `id` of one of the plans. Absent: the default plan of this instance.',
    }),
    trialDays: optional('integer', {
      minimum: 0,
      maximum: 3650,
      description: 'Absent: the trial of the plan. 0: no trial, and a plan without end.',
    }),
    webhookUrl: optional('string', {
      maxLength: limits.webhookUrlCharsMax,
      description: 'Where live events are sent.',
    }),
    webhookSecret: optional('string', {
      maxLength: limits.webhookSecretCharsMax,
      writeOnly: true,
      description:
        'What they are signed with; absent: one is made, and can be replaced with `rotate-secret`.',
    }),
  }),
  MerchantPatch: request('What to change; what is absent stays.', [], {
    name: optional('string', name),
    email: optional('string', email),
    planTier: optional('string', { description: 'The `id` of one of the plans.' }),
    subscriptionStatus: nullable(ref('SubscriptionStatus')),
    trialEndsAt: optional('string', {
      anyOf: [{ format: 'date-time' }, { const: '' }, { type: 'null' }],
      description: 'RFC 3339; an empty text ends the trial. As everywhere, `null` changes nothing.',
    }),
    currentPeriodEnd: optional('string', {
      anyOf: [{ format: 'date-time' }, { const: '' }, { type: 'null' }],
      description: 'RFC 3339; an empty text takes the end away.',
    }),
    isActive: optional('boolean', {}),
  }),
  CreatedMerchant: answer('A new merchant with its first keys, which are shown this once.', {
    id: ref('MerchantId'),
    name: { type: 'string' },
    apiKey: { ...apiKey, description: 'The live key.' },
    testApiKey: { ...apiKey, description: 'The test key.' },
  }),
  MerchantKeyRequest: request('A new key for a merchant.', [], {
    revokeOthers: optional('boolean', {
      default: false,
      description: 'End all other keys of the merchant; with `mode`, those of that mode only.',
    }),
    mode: { ...nullable(ref('Mode')), description: 'Absent: live.' },
  }),
  MerchantKey: answer('A new key, which is shown this once.', {
    apiKey,
  }),
  RetiredResource: answer('A resource that is sold no more.', { resource: ref('Resource') }),
  RetiredResourceRequest: request('A resource of the merchant.', ['resource'], { resource: ref('Resource') }),
  Pricing: answer('What this instance itself sells.', {
    defaultPriceSats: { type: 'integer', minimum: 1 },
    serviceName: { type: 'string' },
    endpoints: {
      type: 'array',
      items: answer('One priced path.', {
        pathPattern: { type: 'string' },
        priceSats: { oneOf: [{ type: 'integer', minimum: 1 }, { const: 'varies' }] },
        description: { type: 'string' },
      }),
    },
    tokenValiditySeconds: { type: 'integer', minimum: 1 },
  }),
  CredentialStatus: {
    description: 'Whether the request carries a credential that this instance itself sold.',
    oneOf: [
      answer('It does.', {
        authenticated: { const: true },
        paymentHash: ref('PaymentHash'),
        expiresAt: ref('Timestamp'),
        remainingRequests: { type: ['integer', 'null'], minimum: 0 },
      }),
      answer('It does not.', {
        authenticated: { const: false },
        message: { const: 'L402 credential required' },
      }),
    ],
  },
  PaymentRequired: {
    ...answer('What a payer gets without a good credential: a fresh challenge.', {
      type: { type: 'string', format: 'uri' },
      title: { const: 'Payment Required' },
      status: { const: 402 },
      detail: { type: 'string' },
      error: { const: 'Payment Required' },
      message: { type: 'string' },
      reason: { ...nullable(ref('Reason')), description: 'Why the credential sent was refused, if one was.' },
      l402: answer('The challenge, for clients that see no headers.', {
        macaroon: { type: 'string' },
        invoice: ref('Invoice'),
        amount_sats: ref('AmountSats'),
        payment_hash: ref('PaymentHash'),
        expires_at: ref('Timestamp'),
        resource: ref('Resource'),
      }),
    }),
    additionalProperties: true,
  },
  Health: answer('How this process stands.', {
    status: { type: 'string', enum: ['ok', 'degraded', 'down'] },
    version: { type: 'string' },
    checks: {
      type: 'object',
      description: 'What was looked at, by name.',
      additionalProperties: true,
    },
  }),
  ProblemKindList: answer('Every error that there is.', {
    problems: { type: 'array', items: ref('ProblemKind') },
  }),
  ProblemKind: answer('What an error means and what to do about it.', {
    slug: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    title: { type: 'string' },
    text: { type: 'string' },
  }),
};
