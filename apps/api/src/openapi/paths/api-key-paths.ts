import { SCOPES } from '@turnpike/merchants';
import { NotFound, ValidationFailed } from '@turnpike/problems';
import { apiKeyIdParameter, emptyResponse, jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { memberExample } from './member-examples.js';

const apiKey = {
  id: example.apiKeyId,
  label: 'web server',
  mode: 'test',
  scopes: ['challenges:write', 'challenges:verify', 'challenges:read'],
  prefix: 'tp_test_exam',
  createdAt: example.createdAt,
  expiresAt: null,
  lastUsedAt: null,
  revokedAt: null,
  createdBy: memberExample.userId,
};

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');

/** A merchant's API keys. */
export const apiKeyPaths: Paths = {
  '/api/merchant/api-keys': {
    get: {
      operationId: 'listApiKeys',
      tags: ['API keys'],
      summary: 'List API keys',
      description: 'Without their secrets, which are not stored.',
      security,
      responses: {
        '200': jsonResponse('The keys.', 'ApiKeyList', {
          keys: { apiKeys: [{ ...apiKey, lastUsedAt: example.paidAt }] },
        }),
        ...problemResponses(...refused, ...always),
      },
    },
    post: {
      operationId: 'createApiKey',
      tags: ['API keys'],
      summary: 'Make an API key',
      description:
        'The secret is shown in this answer only. A key never gets a mode or scope that its maker lacks: that is 400 for the mode, `scope_missing` for a scope.',
      security,
      requestBody: jsonBody('ApiKeyRequest', {
        plain: { label: 'web server' },
        narrow: { label: 'verifier', scopes: ['challenges:verify'], expiresAt: '2030-06-30T00:00:00Z' },
      }),
      responses: {
        '201': jsonResponse('The new key.', 'NewApiKey', { made: { ...apiKey, key: example.apiKey } }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({
            scopes: [`each value in scopes must be one of the following values: ${SCOPES.join(', ')}`],
          }),
          ...refused,
          ...always,
        ),
      },
    },
  },
  '/api/merchant/api-keys/{id}': {
    delete: {
      operationId: 'revokeApiKey',
      tags: ['API keys'],
      summary: 'Revoke an API key',
      description:
        'Dead on every node within two seconds. Invitations that it has made open nothing any more.',
      security,
      parameters: [apiKeyIdParameter],
      responses: {
        '204': emptyResponse('Revoked.'),
        ...problemResponses(...bodyRefused, ...refused, new NotFound('API key'), ...always),
      },
    },
  },
  '/api/merchant/api-keys/{id}/rotate': {
    post: {
      operationId: 'rotateApiKey',
      tags: ['API keys'],
      summary: 'Rotate an API key',
      description:
        'Makes a new key like it; the old one works on for the overlap, so that nothing need stop. Its invitations are taken back.',
      security,
      parameters: [apiKeyIdParameter],
      requestBody: jsonBody('RotateRequest', { hour: { overlapSeconds: 3600 } }, false),
      responses: {
        '201': jsonResponse('The new key.', 'NewApiKey', { made: { ...apiKey, key: example.apiKey } }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({
            overlapSeconds: ['overlapSeconds must be a whole number from 0 to 2592000'],
          }),
          ...refused,
          new NotFound('API key'),
          ...always,
        ),
      },
    },
  },
};
