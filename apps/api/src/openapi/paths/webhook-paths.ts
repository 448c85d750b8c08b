import { AddressRefused, NotFound, ValidationFailed, WebhookDisabled } from '@turnpike/problems';
import { emptyResponse, jsonBody, jsonResponse, keyWith, webhookIdParameter } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { keysetParameters } from '../paging-parameters.js';
import { always, bodyRefused, keyRefused, problemResponses, webhooksUsedUp } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { deliveryExample, webhookExample, webhookSecretExample } from './webhook-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
const notFound = new NotFound('Webhook');
const addressRefused = [
  ...bodyRefused,
  new ValidationFailed({ url: ['url must be an https address'] }),
  new AddressRefused('url'),
];
const changeRefused = [
  ...bodyRefused,
  new ValidationFailed({ enabled: ['enabled must be a boolean value'] }),
  new AddressRefused('url'),
];

/** A merchant's webhooks. */
export const webhookPaths: Paths = {
  '/api/merchant/webhooks': {
    get: {
      operationId: 'listWebhooks',
      tags: ['Webhooks'],
      summary: 'List webhooks',
      description: 'Of the mode of the key, newest first, without their secrets.',
      security,
      responses: {
        '200': jsonResponse('The webhooks.', 'WebhookList', { one: { webhooks: [webhookExample] } }),
        ...problemResponses(...refused, ...always),
      },
    },
    post: {
      operationId: 'createWebhook',
      tags: ['Webhooks'],
      summary: 'Make a webhook',
      description:
        'Events of the mode of the key are then sent by POST: headers `webhook-id`, `webhook-timestamp` and `webhook-signature` as Standard Webhooks says, body `{type, timestamp, data}`. At least once and in no order: tell repeats by `webhook-id`. Answer 2xx within 15 seconds; else it comes again after 5 seconds, 5 and 30 minutes, 2, 5, 10, 14, 20 and 24 hours, more or less, or later if `Retry-After` says so with 429 or 503. Redirects are not followed. 410, or five days without success, disables it.',
      security,
      requestBody: jsonBody('WebhookRequest', {
        all: { url: webhookExample.url, description: 'orders' },
        some: { url: webhookExample.url, events: ['challenge.paid', 'challenge.created'] },
      }),
      responses: {
        '201': jsonResponse('The webhook with its secret, which is shown this once.', 'WebhookWithSecret', {
          made: { ...webhookExample, secret: webhookSecretExample },
        }),
        ...problemResponses(...addressRefused, webhooksUsedUp, ...refused, ...always),
      },
    },
  },
  '/api/merchant/webhooks/{id}': {
    patch: {
      operationId: 'changeWebhook',
      tags: ['Webhooks'],
      summary: 'Change a webhook',
      description:
        'One that is enabled again gets what happens from then on; what it missed can be sent again.',
      security,
      parameters: [webhookIdParameter],
      requestBody: jsonBody('WebhookPatch', { off: { enabled: false }, on: { enabled: true } }),
      responses: {
        '200': jsonResponse('The webhook as it now is.', 'Webhook', {
          off: {
            ...webhookExample,
            enabled: false,
            disabledReason: 'merchant',
            disabledAt: example.paidAt,
          },
        }),
        ...problemResponses(...changeRefused, ...refused, notFound, ...always),
      },
    },
    delete: {
      operationId: 'removeWebhook',
      tags: ['Webhooks'],
      summary: 'Remove a webhook',
      description: 'What is on its way to it ends.',
      security,
      parameters: [webhookIdParameter],
      responses: {
        '204': emptyResponse('Removed.'),
        ...problemResponses(...bodyRefused, ...refused, notFound, ...always),
      },
    },
  },
  '/api/merchant/webhooks/{id}/rotate-secret': {
    post: {
      operationId: 'rotateWebhookSecret',
      tags: ['Webhooks'],
      summary: 'Replace the secret',
      description: 'For 24 hours messages carry two signatures, of the new secret and of the one before.',
      security,
      parameters: [webhookIdParameter],
      responses: {
        '200': jsonResponse('The webhook with its new secret.', 'WebhookWithSecret', {
          rotated: { ...webhookExample, secret: webhookSecretExample },
        }),
        ...problemResponses(...bodyRefused, ...refused, notFound, ...always),
      },
    },
  },
  '/api/merchant/webhooks/{id}/test': {
    post: {
      operationId: 'testWebhook',
      tags: ['Webhooks'],
      summary: 'Send a test',
      description:
        'Sends `webhook.test` to this webhook and no other; its list of deliveries shows what became of it.',
      security,
      parameters: [webhookIdParameter],
      responses: {
        '202': jsonResponse('On its way.', 'WebhookTest', { sent: { eventId: example.eventId } }),
        ...problemResponses(...bodyRefused, ...refused, notFound, new WebhookDisabled(), ...always),
      },
    },
  },
  '/api/merchant/webhooks/{id}/deliveries': {
    get: {
      operationId: 'listWebhookDeliveries',
      tags: ['Webhooks'],
      summary: 'List deliveries',
      description: 'What became of the events of the last 30 days, newest first.',
      security,
      parameters: [webhookIdParameter, ...keysetParameters],
      responses: {
        '200': jsonResponse('One page.', 'WebhookDeliveryList', {
          page: { deliveries: [deliveryExample], nextCursor: null },
        }),
        ...problemResponses(
          new ValidationFailed({ cursor: ['cursor must be the nextCursor of an answer'] }),
          ...refused,
          notFound,
          ...always,
        ),
      },
    },
  },
  '/api/merchant/webhook-url': {
    put: {
      operationId: 'putWebhookUrl',
      tags: ['Webhooks'],
      summary: 'Set the one webhook',
      description:
        'By which published clients of Lightning Enable set where events go. It is one of the webhooks; the others stay as they are.',
      security,
      requestBody: jsonBody('WebhookUrlRequest', { plain: { url: webhookExample.url } }),
      responses: {
        '200': jsonResponse('Set.', 'Success', { done: { success: true } }),
        ...problemResponses(...addressRefused, webhooksUsedUp, ...refused, ...always),
      },
    },
  },
};
