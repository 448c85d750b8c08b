import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { planFeatureMembers } from './plan-schemas.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const boolean: Schema = { type: 'boolean' };
const count: Schema = { type: 'integer', minimum: 0 };

const settings: Readonly<Record<string, Schema>> = {
  strictVerify: {
    type: 'boolean',
    description: 'Verify then insists on `resource` and on one of the two amounts.',
  },
  settlementPolicy: {
    type: 'string',
    enum: ['preimage', 'settled'],
    description: '`preimage`: a fitting preimage is proof of payment. `settled`: the wallet must agree.',
  },
  tokenValiditySeconds: {
    type: 'integer',
    minimum: limits.tokenValiditySecondsMin,
    maximum: limits.tokenValiditySecondsMax,
  },
  invoiceExpirySeconds: {
    type: 'integer',
    minimum: limits.invoiceExpirySecondsMin,
    maximum: limits.invoiceExpirySecondsMax,
  },
  mppEnabled: {
    type: 'boolean',
    description: 'Whether challenges are offered for the `Payment` scheme (MPP), too.',
  },
  mppPreimageOnly: {
    type: 'string',
    enum: ['compatible', 'bound', 'off'],
    description:
      'What a preimage without a macaroon, the older dialect of the `Payment` scheme, opens. `compatible`: what it bought, read out if `resource` is not sent. `bound`: the same, but `resource` and an amount must be sent, as strict verify wants anyway. `off`: nothing.',
  },
  realm: {
    type: ['string', 'null'],
    minLength: 1,
    maxLength: 128,
    description: 'How a challenge of the `Payment` scheme names you. `null`: the host of this instance.',
  },
};

/** A setting that may be sent; `null` means absent, so `realm` is taken away by an empty text. */
const settable = {
  ...Object.fromEntries(
    Object.entries(settings).map(([name, schema]) => [name, { anyOf: [schema, { type: 'null' }] }]),
  ),
  realm: {
    type: ['string', 'null'],
    maxLength: 128,
    description: 'An empty text takes it away: the host of this instance then serves.',
  },
};

/** Schemas of a merchant's own account. */
export const merchantSchemas: Readonly<Record<string, Schema>> = {
  SubscriptionStatus: { type: 'string', enum: ['trialing', 'active', 'past_due', 'canceled'] },
  Features: answer('What the plan includes.', {
    l402Enabled: boolean,
    refundsEnabled: boolean,
    multiCurrencyEnabled: boolean,
    ...planFeatureMembers,
  }),
  Account: answer('The merchant whose key was sent.', {
    merchantId: ref('MerchantId'),
    name: { type: 'string' },
    email: { type: 'string', format: 'email' },
    planTier: ref('PlanId'),
    subscriptionStatus: ref('SubscriptionStatus'),
    isActive: boolean,
    createdAt: ref('Timestamp'),
    paymentProvider: {
      type: ['string', 'null'],
      description: 'The kind of the primary wallet; `null` if none is connected.',
    },
    features: ref('Features'),
    onboarding: answer('What is set up. Wallets are those of live mode, whatever the mode of the key.', {
      hasOpenNodeKey: boolean,
      hasStrikeKey: boolean,
      hasNwcConnection: boolean,
      hasPaymentProviderKey: { ...boolean, description: 'Whether there is a primary wallet.' },
      hasWebhookUrl: { ...boolean, description: 'Whether a webhook of this mode is enabled.' },
      hasActiveProxy: boolean,
      proxyCount: count,
      isFullyConfigured: { ...boolean, description: 'Whether there is a primary wallet and a webhook.' },
    }),
  }),
  Quickstart: answer('How far the merchant has come, whatever the mode of the key.', {
    merchantId: ref('MerchantId'),
    merchantName: { type: 'string' },
    completedSteps: count,
    totalSteps: count,
    requiredStepsCompleted: count,
    requiredStepsTotal: count,
    isReadyForProduction: { ...boolean, description: 'All required steps are done.' },
    steps: {
      type: 'array',
      description:
        '1 account, 2 primary wallet, 3 live API key, 4 first challenge in either mode, 5 first payment in live mode; 6 webhook and 7 proxy are optional.',
      items: answer('One step.', {
        stepNumber: count,
        title: { type: 'string' },
        isCompleted: boolean,
        isRequired: boolean,
      }),
    },
  }),
  L402Status: answer('Whether the merchant can sell.', {
    l402Enabled: boolean,
    planTier: ref('PlanId'),
    subscriptionStatus: ref('SubscriptionStatus'),
    isActive: boolean,
  }),
  Subscription: answer('The merchant’s plan and how long it runs.', {
    planTier: ref('PlanId'),
    subscriptionStatus: ref('SubscriptionStatus'),
    trialEndsAt: nullable(ref('Timestamp')),
    currentPeriodEnd: nullable(ref('Timestamp')),
  }),
  Usage: answer('What was sold in the current calendar month (UTC), in the mode of the key.', {
    periodStart: ref('Timestamp'),
    periodEnd: ref('Timestamp'),
    challenges: count,
    paidChallenges: count,
    revenueSats: count,
    resources: { ...count, description: 'Different resources, each path by itself.' },
    proxies: count,
    caps: ref('PlanCaps'),
    capUsage: ref('CapUsage'),
  }),
  Settings: answer('What the merchant set for the mode of the key.', settings),
  SettingsPatch: request('The settings to change; what is absent stays.', [], settable),
  SandboxPayRequest: request('Tells the sandbox wallet what becomes of one of its invoices.', ['invoice'], {
    invoice: { type: 'string', minLength: 1, description: 'As mint answered it.' },
    outcome: optional('string', {
      enum: ['pay', 'expire', 'fail', 'unknown', null],
      default: 'pay',
      description:
        '`pay` pays. `unknown` pays, but the wallet’s word stays `unknown`. `expire` ends the invoice. `fail` leaves it open.',
    }),
    settleDelaySeconds: optional('integer', {
      minimum: 0,
      maximum: limits.sandboxSettleDelaySecondsMax,
      default: 0,
      description: 'Delays the wallet’s word.',
    }),
  }),
  SandboxPayment: answer('What the payer’s wallet learned.', {
    preimage: nullable(ref('Preimage')),
    paymentHash: ref('PaymentHash'),
    paidAt: nullable(ref('Timestamp')),
  }),
};
