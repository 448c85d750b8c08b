import { auditBounds } from '@turnpike/audit';
import { limits } from '@turnpike/config';
import { InvalidApiKey, MissingApiKey, NotFound, ValidationFailed } from '@turnpike/problems';
import { jsonResponse, keyWith, operatorKey } from '../json-responses.js';
import type { Parameter, Paths } from '../openapi-types.js';
import { always, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { ref } from '../schemas/schema-parts.js';

const entry = {
  id: '81',
  at: example.createdAt,
  mode: 'test',
  actor: { kind: 'api_key', id: example.apiKeyId, label: 'tp_test_exam' },
  action: 'settings.change',
  target: null,
  detail: { strictVerify: true },
  correlationId: example.correlationId,
  address: '203.0.113.0/24',
};

const parameters: readonly Parameter[] = [
  {
    name: 'action',
    in: 'query',
    required: false,
    description: 'Only changes of that name.',
    schema: { type: 'string', maxLength: auditBounds.actionCharsMax },
  },
  {
    name: 'limit',
    in: 'query',
    required: false,
    description: 'How many to list.',
    schema: { type: 'integer', minimum: 1, maximum: limits.listLimitMax, default: limits.listLimitDefault },
  },
  {
    name: 'cursor',
    in: 'query',
    required: false,
    description: 'The `nextCursor` of the page before.',
    schema: { type: 'string' },
  },
];

const pageWrong = new ValidationFailed({
  cursor: ['cursor must be the nextCursor of an answer'],
});

/** The log of changes. */
export const auditPaths: Paths = {
  '/api/merchant/audit': {
    get: {
      operationId: 'listChanges',
      tags: ['Merchant'],
      summary: 'List changes',
      description:
        'Who changed what: keys, settings, wallets, the account. Of the mode of the key, and what is of both. Kept 400 days.',
      security: keyWith('merchant:admin'),
      parameters,
      responses: {
        '200': jsonResponse('One page, newest first.', 'AuditList', {
          one: { entries: [entry], nextCursor: null },
        }),
        ...problemResponses(pageWrong, ...keyRefused('merchant:admin'), ...always),
      },
    },
  },
  '/api/admin/audit': {
    get: {
      operationId: 'listAllChanges',
      tags: ['Operator'],
      summary: 'List changes of all merchants',
      description: 'With those of the instance itself, whose `merchantId` is null. Kept 400 days.',
      security: operatorKey,
      parameters: [
        {
          name: 'merchantId',
          in: 'query',
          required: false,
          description: 'Only changes of that merchant.',
          schema: ref('MerchantId'),
        },
        ...parameters,
      ],
      responses: {
        '200': jsonResponse('One page, newest first.', 'InstanceAuditList', {
          one: { entries: [{ ...entry, merchantId: example.merchantId }], nextCursor: null },
        }),
        ...problemResponses(pageWrong, new MissingApiKey(), new InvalidApiKey(), new NotFound(), ...always),
      },
    },
  },
};
