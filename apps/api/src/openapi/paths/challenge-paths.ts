import { InvalidStatusFilter, NotFound, ValidationFailed } from '@turnpike/problems';
import { jsonResponse, keyWith, paymentHashParameter } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { pagingParameters } from '../paging-parameters.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { ref } from '../schemas/schema-parts.js';
import { mintChallenge } from './mint-path.js';
import { verifyCredential } from './verify-path.js';

/** A challenge as lists show it. */
export const challengeExample = {
  paymentHash: example.paymentHash,
  resource: example.resource,
  amountSats: example.amountSats,
  status: 'paid',
  createdAt: example.createdAt,
  paidAt: example.paidAt,
  expiresAt: example.invoiceExpiresAt,
  idempotencyKey: 'order-8841',
  tokenExpiresAt: example.tokenExpiresAt,
  settlement: 'settled',
  revokedAt: null,
  uses: 1,
  maxUses: 3,
  payer: 'visitor-17',
  metadata: { order: '8841' },
};

const detail = { ...challengeExample, invoice: example.invoice, description: example.description };

/** Minting, verifying, listing and revoking. */
export const challengePaths: Paths = {
  '/api/l402/challenges': {
    post: mintChallenge,
    get: {
      operationId: 'listChallenges',
      tags: ['Challenges'],
      summary: 'List challenges',
      description: 'Newest first, of the mode of the key. Shows neither macaroons nor preimages.',
      security: keyWith('challenges:read'),
      parameters: [
        {
          name: 'status',
          in: 'query',
          required: false,
          description: 'Only those that stand so.',
          schema: ref('ChallengeStatus'),
        },
        ...pagingParameters,
      ],
      responses: {
        '200': jsonResponse('One page.', 'ChallengeList', {
          page: { challenges: [challengeExample], total: 1, limit: 20, offset: 0, status: null },
        }),
        ...problemResponses(
          new InvalidStatusFilter(),
          new ValidationFailed({ limit: ['limit must be a whole number from 1 to 200'] }),
          ...keyRefused('challenges:read'),
          ...always,
        ),
      },
    },
  },
  '/api/l402/challenges/verify': { post: verifyCredential },
  '/api/l402/challenges/{paymentHash}': {
    get: {
      operationId: 'getChallenge',
      tags: ['Challenges'],
      summary: 'Get a challenge',
      security: keyWith('challenges:read'),
      parameters: [paymentHashParameter],
      responses: {
        '200': jsonResponse('The challenge as it stands.', 'ChallengeDetail', { paid: detail }),
        ...problemResponses(...keyRefused('challenges:read'), new NotFound('Challenge'), ...always),
      },
    },
  },
  '/api/l402/challenges/{paymentHash}/revoke': {
    post: {
      operationId: 'revokeChallenge',
      tags: ['Challenges'],
      summary: 'Revoke a challenge',
      description:
        'From now on its token opens nothing, on every node at once. Uses already reserved may still be committed or released. Repeating it changes nothing.',
      security: keyWith('challenges:write'),
      parameters: [paymentHashParameter],
      responses: {
        '200': jsonResponse('The challenge, revoked.', 'ChallengeDetail', {
          revoked: { ...detail, revokedAt: '2029-12-31T23:30:00Z' },
        }),
        ...problemResponses(
          ...bodyRefused,
          ...keyRefused('challenges:write'),
          new NotFound('Challenge'),
          ...always,
        ),
      },
    },
  },
};
