import {
  AddressRefused,
  EmailTaken,
  InvalidApiKey,
  MissingApiKey,
  NotFound,
  ValidationFailed,
} from '@turnpike/problems';
import {
  emptyResponse,
  jsonBody,
  jsonResponse,
  merchantIdParameter,
  operatorKey,
} from '../json-responses.js';
import type { Operation, Paths } from '../openapi-types.js';
import { pagingParameters } from '../paging-parameters.js';
import { always, bodyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { accountExample, featuresExample } from './account-examples.js';

const { merchantId, name, email, planTier, subscriptionStatus, isActive, createdAt } = accountExample;
const merchant = { merchantId, name, email, planTier, subscriptionStatus, isActive, createdAt };
const detail = {
  ...merchant,
  trialEndsAt: null,
  currentPeriodEnd: null,
  hasWallet: true,
  hasWebhookUrl: false,
  features: featuresExample,
};

// With no operator key configured, every one of these routes answers 404, whatever key is sent.
const refused = [new MissingApiKey(), new InvalidApiKey(), new NotFound()];
const emailWrong = new ValidationFailed({ email: ['email must be an email'] });

const onRetired = (
  operationId: string,
  summary: string,
  description: string,
  done: Operation['responses'],
): Operation => ({
  operationId,
  tags: ['Operator'],
  summary,
  description,
  security: operatorKey,
  parameters: [merchantIdParameter],
  requestBody: jsonBody('RetiredResourceRequest', { forecast: { resource: example.resource } }),
  responses: {
    ...done,
    ...problemResponses(
      ...bodyRefused,
      new ValidationFailed({
        resource: ['resource must be 1 to 2048 bytes, not blank, without control characters'],
      }),
      ...refused,
      ...always,
    ),
  },
});

/** What whoever runs the instance may do. */
export const operatorPaths: Paths = {
  '/api/admin/merchants': {
    get: {
      operationId: 'listMerchants',
      tags: ['Operator'],
      summary: 'List merchants',
      security: operatorKey,
      parameters: [
        {
          name: 'q',
          in: 'query',
          required: false,
          description: 'Part of a name or an e-mail address.',
          schema: { type: 'string', maxLength: 254 },
        },
        ...pagingParameters,
      ],
      responses: {
        '200': jsonResponse('One page, newest first.', 'MerchantList', {
          one: { merchants: [merchant], total: 1, limit: 20, offset: 0 },
        }),
        ...problemResponses(
          new ValidationFailed({ limit: ['limit must be a whole number from 1 to 200'] }),
          ...refused,
          ...always,
        ),
      },
    },
    post: {
      operationId: 'createMerchant',
      tags: ['Operator'],
      summary: 'Make a merchant',
      security: operatorKey,
      requestBody: jsonBody('MerchantRequest', { plain: { name, email } }),
      responses: {
        '201': jsonResponse(
          'The merchant, with its first keys, which are shown this once.',
          'CreatedMerchant',
          {
            made: { id: merchantId, name, apiKey: example.liveApiKey, testApiKey: example.apiKey },
          },
        ),
        ...problemResponses(
          ...bodyRefused,
          emailWrong,
          new AddressRefused('webhookUrl'),
          ...refused,
          new EmailTaken(),
          ...always,
        ),
      },
    },
  },
  '/api/admin/merchants/{id}': {
    get: {
      operationId: 'getMerchant',
      tags: ['Operator'],
      summary: 'Get a merchant',
      security: operatorKey,
      parameters: [merchantIdParameter],
      responses: {
        '200': jsonResponse('The merchant.', 'MerchantDetail', { one: detail }),
        ...problemResponses(...refused, ...always),
      },
    },
    put: {
      operationId: 'changeMerchant',
      tags: ['Operator'],
      summary: 'Change a merchant',
      description:
        'What is absent or `null` stays. An inactive merchant neither mints nor verifies. A plan with a period runs until the later of `trialEndsAt` and `currentPeriodEnd`, or without end while the status is `active` and `currentPeriodEnd` is empty.',
      security: operatorKey,
      parameters: [merchantIdParameter],
      requestBody: jsonBody('MerchantPatch', { suspend: { isActive: false } }),
      responses: {
        '200': jsonResponse('The merchant, as it now is.', 'MerchantDetail', {
          suspended: {
            ...detail,
            isActive: false,
            features: { ...featuresExample, l402Enabled: false },
          },
        }),
        ...problemResponses(...bodyRefused, emailWrong, ...refused, new EmailTaken(), ...always),
      },
    },
  },
  '/api/admin/merchants/{id}/api-keys': {
    post: {
      operationId: 'createMerchantKey',
      tags: ['Operator'],
      summary: 'Make a key for a merchant',
      description:
        'For a merchant who has lost every key. Others end in the same moment if you say so: all, or with `mode` those of that mode.',
      security: operatorKey,
      parameters: [merchantIdParameter],
      requestBody: jsonBody('MerchantKeyRequest', { fresh: { revokeOthers: true } }, false),
      responses: {
        '201': jsonResponse('The new key.', 'MerchantKey', { made: { apiKey: example.liveApiKey } }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ revokeOthers: ['revokeOthers must be a boolean value'] }),
          ...refused,
          ...always,
        ),
      },
    },
  },
  '/api/admin/merchants/{id}/retired-resources': {
    put: onRetired(
      'retireResource',
      'Retire a resource',
      'No challenge is minted for it any more. Tokens already sold stay good.',
      {
        '200': jsonResponse('Retired, now or before.', 'RetiredResource', {
          forecast: { resource: example.resource },
        }),
      },
    ),
    delete: onRetired('sellResourceAgain', 'Sell a retired resource again', 'Takes the mark away.', {
      '204': emptyResponse('Taken away, or not there.'),
    }),
  },
};
