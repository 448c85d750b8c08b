import { limits } from '@turnpike/config';
import { EVENT_TYPES, OPT_IN_EVENT_TYPES } from '@turnpike/events';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const optIn = OPT_IN_EVENT_TYPES.map((type) => `\`${type}\``).join(', ');

const url: Schema = { type: 'string', maxLength: limits.webhookUrlCharsMax };
const description = { maxLength: limits.webhookDescriptionCharsMax };
const id: Schema = { type: 'string', pattern: '^we_[0-9a-f]{32}$', description: 'Opaque.' };
const eventId: Schema = {
  type: 'string',
  format: 'uuid',
  description: 'Also the `webhook-id` of its messages.',
};
const type: Schema = { type: 'string', description: 'What happened.' };
const events = { type: 'array', uniqueItems: true, items: ref('EventType') };
const nextCursor: Schema = {
  type: ['string', 'null'],
  description: 'Where the next page begins; `null` after the last.',
};

const members: Readonly<Record<string, Schema>> = {
  id,
  url: { type: 'string' },
  events: {
    oneOf: [{ type: 'array', items: { type: 'string' } }, { type: 'null' }],
    description: `What is sent. \`null\`: everything but ${optIn}.`,
  },
  description: { type: ['string', 'null'], ...description },
  enabled: { type: 'boolean' },
  disabledReason: {
    enum: ['merchant', 'gone', 'failing', null],
    description: 'You said so; it answered 410; or nothing has arrived for five days.',
  },
  disabledAt: nullable(ref('Timestamp')),
  failingSince: { ...nullable(ref('Timestamp')), description: 'Since when nothing has arrived.' },
  createdAt: ref('Timestamp'),
};

/** Schemas of webhooks and events. */
export const webhookSchemas: Readonly<Record<string, Schema>> = {
  EventType: {
    type: 'string',
    enum: [...EVENT_TYPES],
    description: `What can happen. Only who names them gets ${optIn}.`,
  },
  Webhook: answer('Where events are sent.', members),
  WebhookWithSecret: answer('A webhook with its new secret, which is shown this once.', {
    ...members,
    secret: {
      type: 'string',
      pattern: '^whsec_[A-Za-z0-9+/]+={0,2}$',
      description: 'The key of the signatures, as libraries for Standard Webhooks take it.',
    },
  }),
  WebhookList: answer('The webhooks of this mode, newest first.', {
    webhooks: { type: 'array', maxItems: limits.webhookEndpointsMax, items: ref('Webhook') },
  }),
  WebhookRequest: request('Where to send what.', ['url'], {
    url: { ...url, description: 'An https address.' },
    events: {
      oneOf: [events, { type: 'null' }],
      description: `Absent or empty: everything but ${optIn}.`,
    },
    description: optional('string', description),
  }),
  WebhookPatch: request('What to change; what is absent stays.', [], {
    url: optional('string', { maxLength: limits.webhookUrlCharsMax }),
    events: { oneOf: [events, { type: 'null' }], description: `Empty: everything but ${optIn}.` },
    description: optional('string', { ...description, description: 'An empty text takes it away.' }),
    enabled: optional('boolean', {}),
  }),
  WebhookUrlRequest: request('The one webhook that published clients know.', ['url'], {
    url: { ...url, description: 'An https address.' },
    secret: optional('string', {
      maxLength: limits.webhookSecretCharsMax,
      writeOnly: true,
      description:
        'What to sign with: `whsec_` and base64 of 24 to 64 bytes, else the bytes of the text itself. Absent: the secret stays; the first is made.',
    }),
  }),
  WebhookTest: answer('A test on its way.', { eventId }),
  WebhookDelivery: answer('An event on its way to a webhook.', {
    id: { type: 'string', format: 'uuid' },
    eventId,
    type,
    state: { enum: ['pending', 'delivered', 'failed'] },
    attempts: { type: 'integer', minimum: 0, description: 'Attempts begun.' },
    lastStatus: { type: ['integer', 'null'], description: 'What it last answered; `null`: nothing.' },
    lastError: {
      enum: [
        ...['status', 'redirect', 'timeout', 'address_refused', 'certificate', 'unreachable', 'lost'],
        ...['secret', 'disabled', null],
      ],
      description:
        'What went wrong last: it answered no 2xx; it points elsewhere; no answer within 15 seconds; the address may not be called from here; its certificate is not trusted; no connection; the connection broke; the secret does not open; the webhook was disabled or removed.',
    },
    nextAttemptAt: nullable(ref('Timestamp')),
    deliveredAt: nullable(ref('Timestamp')),
    createdAt: ref('Timestamp'),
  }),
  WebhookDeliveryList: answer('One page of deliveries, newest first.', {
    deliveries: { type: 'array', maxItems: limits.listLimitMax, items: ref('WebhookDelivery') },
    nextCursor,
  }),
  Event: answer('Something that happened.', {
    id: eventId,
    type,
    timestamp: ref('Timestamp'),
    data: {
      type: 'object',
      description: 'About what, by type; never a macaroon, a preimage or a credential.',
    },
  }),
  EventList: answer('One page of events, newest first.', {
    events: { type: 'array', maxItems: limits.listLimitMax, items: ref('Event') },
    nextCursor,
  }),
  ReplayRequest: request('Where to send it again.', [], {
    endpointId: optional('string', { description: 'One webhook. Absent: all that want its type.' }),
  }),
  Replay: answer('An event on its way again.', {
    deliveries: { type: 'integer', minimum: 0, description: 'To how many webhooks.' },
  }),
};
