import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, ref } from './schema-parts.js';

const entryMembers: Readonly<Record<string, Schema>> = {
  id: { type: 'string', pattern: '^[0-9]+$', description: 'Later entries have higher numbers.' },
  at: ref('Timestamp'),
  mode: { ...nullable(ref('Mode')), description: 'Null for what is of both modes, or of none.' },
  actor: answer('Who made the change.', {
    kind: { type: 'string', enum: ['api_key', 'member', 'operator', 'system'] },
    id: { type: 'string', description: 'Of that kind: of a key its `id`.' },
    label: nullable({
      type: 'string',
      description: 'What people know it by, such as the first characters of a key.',
    }),
  }),
  action: { type: 'string', description: 'Such as `api_key.create`, `wallet.connect`, `settings.change`.' },
  target: nullable({ type: 'string', description: 'What was changed, as its routes name it.' }),
  detail: {
    type: 'object',
    additionalProperties: true,
    description: 'More of the change; what is in it depends on the action. Never a secret.',
  },
  correlationId: nullable({ type: 'string', description: 'The `X-Correlation-Id` of the call.' }),
  address: nullable({
    type: 'string',
    description:
      'The network that the call came from: the first 24 bits of an IPv4 address, 48 of an IPv6 one.',
  }),
};

const pageOf = (description: string, entry: string): Schema =>
  answer(description, {
    entries: { type: 'array', maxItems: limits.listLimitMax, items: ref(entry) },
    nextCursor: nullable({ type: 'string', description: 'Send it as `cursor` for the next page.' }),
  });

/** Schemas of the log of changes. */
export const auditSchemas: Readonly<Record<string, Schema>> = {
  AuditEntry: answer('A change.', entryMembers),
  AuditList: pageOf('One page of changes, newest first.', 'AuditEntry'),
  InstanceAuditEntry: answer('A change, and whose it is.', {
    ...entryMembers,
    merchantId: { ...nullable(ref('MerchantId')), description: 'Null for what is the instance’s.' },
  }),
  InstanceAuditList: pageOf('One page of changes of all merchants, newest first.', 'InstanceAuditEntry'),
};
