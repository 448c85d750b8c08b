import { NotFound, ValidationFailed, WebhookDisabled } from '@turnpike/problems';
import { eventIdParameter, jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { keysetParameters } from '../paging-parameters.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { everyAnswer, rateLimitHeaders } from '../response-headers.js';
import { example } from '../schemas/example-values.js';
import { eventExample } from './webhook-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');

/** A merchant's events. */
export const eventPaths: Paths = {
  '/api/merchant/events': {
    get: {
      operationId: 'listEvents',
      tags: ['Webhooks'],
      summary: 'List events',
      description:
        'What happened in the last 30 days, newest first. With `type` a page may hold fewer than asked for, or none, and still have a next one.',
      security,
      parameters: [
        {
          name: 'type',
          in: 'query',
          required: false,
          description: 'Only events of this type.',
          schema: { type: 'string', maxLength: 64 },
        },
        ...keysetParameters,
      ],
      responses: {
        '200': jsonResponse('One page.', 'EventList', { page: { events: [eventExample], nextCursor: null } }),
        ...problemResponses(
          new ValidationFailed({ cursor: ['cursor must be the nextCursor of an answer'] }),
          ...refused,
          ...always,
        ),
      },
    },
  },
  '/api/merchant/events/{id}/replay': {
    post: {
      operationId: 'replayEvent',
      tags: ['Webhooks'],
      summary: 'Send an event again',
      description: 'Under the same `webhook-id`. What is on its way already is sent now.',
      security,
      parameters: [eventIdParameter],
      requestBody: jsonBody('ReplayRequest', { all: {}, one: { endpointId: example.webhookId } }, false),
      responses: {
        '202': jsonResponse('On its way.', 'Replay', { sent: { deliveries: 1 } }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ endpointId: ['endpointId must be a string'] }),
          ...refused,
          new NotFound('Event'),
          new WebhookDisabled(),
          ...always,
        ),
      },
    },
  },
  '/api/merchant/events/stream': {
    get: {
      operationId: 'streamEvents',
      tags: ['Webhooks'],
      summary: 'Follow events',
      description:
        'Server-sent events as they happen, in the mode of the key: `id`, `event` (the type) and `data` (what a webhook gets). A comment comes every 15 seconds where nothing else does. A stream ends after some minutes, or when the account changes; come back with `Last-Event-ID` and nothing is missed within 24 hours. A merchant may have ten streams on each process.',
      security,
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          description: 'The event that was heard last. Absent, unknown or older than a day: from now on.',
          schema: { type: 'string' },
        },
      ],
      responses: {
        '200': {
          description: 'The stream.',
          headers: { ...everyAnswer, ...rateLimitHeaders },
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
        ...problemResponses(...refused, ...always),
      },
    },
  },
};
