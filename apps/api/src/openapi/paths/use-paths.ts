import { NotFound, UseStateConflict, ValidationFailed } from '@turnpike/problems';
import { jsonResponse, keyWith, paymentHashParameter, useIdParameter } from '../json-responses.js';
import type { Operation, Paths } from '../openapi-types.js';
import { pagingParameters } from '../paging-parameters.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';

function decide(verb: 'commit' | 'release', state: string, opposite: string, description: string): Operation {
  return {
    operationId: `${verb}Use`,
    tags: ['Uses'],
    summary: `${verb === 'commit' ? 'Commit' : 'Release'} a reserved use`,
    description,
    security: keyWith('challenges:verify'),
    parameters: [useIdParameter],
    responses: {
      '200': jsonResponse('The use as it stands.', 'DecidedUse', {
        [state]: { useId: example.useId, state, usesRemaining: 2 },
      }),
      ...problemResponses(
        ...bodyRefused,
        ...keyRefused('challenges:verify'),
        new NotFound('Use'),
        new UseStateConflict(opposite),
        ...always,
      ),
    },
  };
}

/** Reserved uses and their end. */
export const usePaths: Paths = {
  '/api/l402/uses/{useId}/commit': {
    post: decide(
      'commit',
      'committed',
      'released',
      'The request was served, so the use stays counted. Repeating it changes nothing; a use that was released is answered 409.',
    ),
  },
  '/api/l402/uses/{useId}/release': {
    post: decide(
      'release',
      'released',
      'committed',
      'The request could not be served, so the payer gets the use back. Repeating it changes nothing; a use that was committed is answered 409.',
    ),
  },
  '/api/l402/challenges/{paymentHash}/uses': {
    get: {
      operationId: 'listUses',
      tags: ['Uses'],
      summary: 'List the uses of a challenge',
      description:
        'Newest first. A plain use of a challenge without `maxUses` is only counted and has no entry here.',
      security: keyWith('challenges:read'),
      parameters: [paymentHashParameter, ...pagingParameters],
      responses: {
        '200': jsonResponse('One page.', 'UseList', {
          page: {
            uses: [
              {
                useId: example.useId,
                state: 'committed',
                requestId: example.requestId,
                resource: example.resource,
                createdAt: example.paidAt,
                decidedAt: '2029-12-31T23:02:12Z',
              },
            ],
            total: 1,
            limit: 20,
            offset: 0,
          },
        }),
        ...problemResponses(
          new ValidationFailed({ limit: ['limit must be a whole number from 1 to 200'] }),
          ...keyRefused('challenges:read'),
          new NotFound('Challenge'),
          ...always,
        ),
      },
    },
  },
};
