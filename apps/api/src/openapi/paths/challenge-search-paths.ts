import { limits } from '@turnpike/config';
import { InvalidStatusFilter, NotFound, ValidationFailed } from '@turnpike/problems';
import { jsonResponse, keyWith, paymentHashParameter } from '../json-responses.js';
import type { Parameter, Paths, Schema } from '../openapi-types.js';
import { pagingParameters } from '../paging-parameters.js';
import { always, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { ref } from '../schemas/schema-parts.js';
import { challengeExample } from './challenge-paths.js';

const text: Schema = { type: 'string', maxLength: limits.searchTextCharsMax };
const moment: Schema = { anyOf: [ref('Day'), ref('Timestamp')] };

function asked(name: string, description: string, schema: Schema): Parameter {
  return { name, in: 'query', required: false, description, schema };
}

const parameters: readonly Parameter[] = [
  asked(
    'q',
    `The beginning of a payment hash (${String(limits.searchHashDigitsMin)} digits or more) or of a resource, a whole payer, or the idempotency key that a challenge stands under now.`,
    text,
  ),
  asked('status', 'Only those that stand so.', ref('ChallengeStatus')),
  asked('settlement', 'Only those of which the wallet says so.', ref('Settlement')),
  asked('resource', 'Only this resource, byte for byte.', text),
  asked('payer', 'Only of this payer.', text),
  asked('from', 'Minted on this day or later, or from this moment on.', moment),
  asked('to', 'Minted on this day or earlier, or before this moment.', moment),
  ...pagingParameters.filter(({ name }) => name === 'limit'),
  asked('cursor', 'The `nextCursor` of the page before.', text),
];

/** Looking for challenges and into them. */
export const challengeSearchPaths: Paths = {
  '/api/merchant/challenges': {
    get: {
      operationId: 'searchChallenges',
      tags: ['Merchant'],
      summary: 'Search challenges',
      description: `Newest first, of the mode of the key. Everything that is asked for has to hold. A page looks through a bounded number of challenges, so where few fit it may hold fewer than asked for.`,
      security: keyWith('merchant:admin'),
      parameters,
      responses: {
        '200': jsonResponse('One page.', 'FoundChallenges', {
          page: { challenges: [challengeExample], nextCursor: null },
        }),
        ...problemResponses(
          new InvalidStatusFilter(),
          new ValidationFailed({ cursor: ['cursor must be the nextCursor of an answer'] }),
          ...keyRefused('merchant:admin'),
          ...always,
        ),
      },
    },
  },
  '/api/merchant/challenges/{paymentHash}/timeline': {
    get: {
      operationId: 'getTimeline',
      tags: ['Merchant'],
      summary: 'What became of a challenge',
      description: `The earliest first. Of very many uses the latest ${String(limits.timelineUsesMax)} are told; plain uses of an unlimited challenge are only counted. Refusals are of tokens whose signature held, by reason, and may lack some seconds.`,
      security: keyWith('merchant:admin'),
      parameters: [paymentHashParameter],
      responses: {
        '200': jsonResponse('Its life so far.', 'Timeline', {
          used: {
            entries: [
              {
                at: '2029-12-31T23:00:00.000Z',
                kind: 'minted',
                detail: { resource: example.resource, priceSats: example.amountSats },
              },
              { at: '2029-12-31T23:01:00.000Z', kind: 'paid', detail: { amountSats: example.amountSats } },
              { at: '2029-12-31T23:01:00.000Z', kind: 'first_used', detail: {} },
              {
                at: '2029-12-31T23:02:10.000Z',
                kind: 'refused',
                detail: { reason: 'used_up', error: 'Token has no uses left', count: 2 },
              },
            ],
          },
        }),
        ...problemResponses(...keyRefused('merchant:admin'), new NotFound('Challenge'), ...always),
      },
    },
  },
};
