import { ValidationFailed } from '@turnpike/problems';
import { jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Operation, Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { buyPlan } from './plan-paths.js';
import { accountExample, quickstartExample, settingsExample, usageExample } from './account-examples.js';

function read(
  operationId: string,
  summary: string,
  schemaName: string,
  value: unknown,
  description?: string,
): Operation {
  return {
    operationId,
    tags: ['Merchant'],
    summary,
    ...(description === undefined ? {} : { description }),
    security: keyWith('merchant:admin'),
    responses: {
      '200': jsonResponse(`${summary}.`, schemaName, { example: value }),
      ...problemResponses(...keyRefused('merchant:admin'), ...always),
    },
  };
}

const standing = { planTier: 'unlimited', subscriptionStatus: 'active' };

/** The merchant's own account. */
export const accountPaths: Paths = {
  '/api/merchant/me': {
    get: read('getAccount', 'The account', 'Account', accountExample),
  },
  '/api/merchant/l402-status': {
    get: read('getL402Status', 'Whether the merchant can sell', 'L402Status', {
      l402Enabled: true,
      ...standing,
      isActive: true,
    }),
  },
  '/api/merchant/subscription': {
    get: read('getSubscription', 'The plan', 'Subscription', {
      ...standing,
      trialEndsAt: null,
      currentPeriodEnd: null,
    }),
    post: buyPlan,
  },
  '/api/merchant/usage': {
    get: read('getUsage', 'What was sold this month', 'Usage', usageExample, 'Of the mode of the key.'),
  },
  '/api/merchant/quickstart': {
    get: read('getQuickstart', 'The way to selling', 'Quickstart', quickstartExample),
  },
  '/api/merchant/settings': {
    get: read('getSettings', 'The settings', 'Settings', settingsExample, 'Of the mode of the key.'),
    patch: {
      operationId: 'changeSettings',
      tags: ['Merchant'],
      summary: 'Change settings',
      description:
        'Of the mode of the key. What is absent or `null` stays. In force on every node within two seconds.',
      security: keyWith('merchant:admin'),
      requestBody: jsonBody('SettingsPatch', { strict: { strictVerify: true, settlementPolicy: 'settled' } }),
      responses: {
        '200': jsonResponse('All settings, as they now are.', 'Settings', {
          changed: { ...settingsExample, strictVerify: true, settlementPolicy: 'settled' },
        }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({
            invoiceExpirySeconds: ['invoiceExpirySeconds must be a whole number from 120 to 3600'],
          }),
          ...keyRefused('merchant:admin'),
          ...always,
        ),
      },
    },
  },
};
