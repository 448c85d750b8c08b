import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const members: Readonly<Record<string, Schema>> = {
  id: { type: 'string', pattern: '^key_[0-9a-f]{32}$', description: 'Opaque.' },
  label: { type: ['string', 'null'], maxLength: limits.apiKeyLabelCharsMax },
  mode: ref('Mode'),
  scopes: { type: 'array', uniqueItems: true, items: ref('Scope') },
  prefix: { type: 'string', description: 'The first characters, to recognise the key by.' },
  createdAt: ref('Timestamp'),
  expiresAt: nullable(ref('Timestamp')),
  lastUsedAt: { ...nullable(ref('Timestamp')), description: 'Up to half a minute late.' },
  revokedAt: nullable(ref('Timestamp')),
  createdBy: {
    type: ['string', 'null'],
    description:
      'Who made it, as the `id` of the actor in the log of changes: a member’s `userId`, a key’s `id`, or a word for the operator. `null`: not known.',
  },
};

/** Schemas of API keys. */
export const apiKeySchemas: Readonly<Record<string, Schema>> = {
  Scope: {
    type: 'string',
    enum: ['challenges:write', 'challenges:verify', 'challenges:read', 'merchant:admin'],
    description: 'What a key may do. None implies another.',
  },
  ApiKey: answer('An API key without its secret.', members),
  NewApiKey: answer('An API key with its secret, which is shown this once and never stored.', {
    ...members,
    key: {
      type: 'string',
      pattern: '^tp_(test|live)_[0-9A-Za-z]+$',
      description: 'Send it in `X-API-Key`. Opaque.',
    },
  }),
  ApiKeyList: answer('The keys of the merchant in the mode of the calling key, newest first.', {
    apiKeys: { type: 'array', items: ref('ApiKey') },
  }),
  ApiKeyRequest: request('What the new key is to be; never more than the calling key may.', [], {
    label: optional('string', { minLength: 1, maxLength: limits.apiKeyLabelCharsMax }),
    mode: { oneOf: [ref('Mode'), { type: 'null' }], description: 'Absent: the mode of the calling key.' },
    scopes: {
      oneOf: [{ type: 'array', minItems: 1, uniqueItems: true, items: ref('Scope') }, { type: 'null' }],
      description: 'Absent: all but `merchant:admin`.',
    },
    expiresAt: optional('string', { format: 'date-time', description: 'RFC 3339. Absent: never.' }),
  }),
  RotateRequest: request('How long the old key goes on working beside the new one.', [], {
    overlapSeconds: optional('integer', {
      minimum: 0,
      maximum: limits.apiKeyOverlapSecondsMax,
      default: limits.apiKeyOverlapSecondsDefault,
    }),
    expiresAt: optional('string', {
      format: 'date-time',
      description: 'When the new key ends, RFC 3339. Absent: never.',
    }),
  }),
};
