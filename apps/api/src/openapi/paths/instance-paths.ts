import { InvalidApiKey, MissingApiKey, NotFound } from '@turnpike/problems';
import { jsonResponse, operatorKey } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';

/** The instance itself. */
export const instancePaths: Paths = {
  '/api/admin/instance': {
    get: {
      operationId: 'getInstance',
      tags: ['Operator'],
      summary: 'How the instance is doing',
      description:
        'Version, database, queues, wallets, keys by their numbers, and settings without a secret.',
      security: operatorKey,
      responses: {
        '200': jsonResponse('The instance.', 'Instance', {
          one: {
            version: '0.1.0',
            publicUrl: example.baseUrl,
            startedAt: example.createdAt,
            roles: ['api', 'worker', 'gateway'],
            database: { version: '18.4', sizeBytes: 12_345_678 },
            redis: false,
            queues: {
              backend: 'postgresql',
              isReachable: true,
              waiting: { settlements: 0, upkeep: 0, wallets: 0 },
              failed: 0,
              oldestWaitingSeconds: null,
              lastRuns: [{ job: 'prune', at: example.createdAt, nextAt: null }],
            },
            wallets: { ok: 3, unavailable: 0, rejected: 0, unknown: 0 },
            keys: {
              master: [{ kid: 1, current: true }],
              invoice: [{ kid: 1, current: true }],
              seal: [{ kid: 1, current: true, sealedWith: 3, configured: true }],
            },
            plans: ['unlimited'],
            mail: { transport: 'none' },
            settings: [
              { variable: 'PORT', value: '4020' },
              { variable: 'ADMIN_API_KEY', value: 'set' },
            ],
          },
        }),
        ...problemResponses(new MissingApiKey(), new InvalidApiKey(), new NotFound(), ...always),
      },
    },
  },
};
