import { catalogue } from '@turnpike/problems';
import type { Schema } from '../openapi-types.js';
import { nullable, ref } from './schema-parts.js';

const text = (description: string): Schema => ({ type: 'string', description });

/** The body of every error. Which further members come with which slug is told on the slug's own page. */
export const problemSchemas: Readonly<Record<string, Schema>> = {
  Problem: {
    type: 'object',
    description:
      'An error as RFC 9457 describes it. `error` and `message` repeat the slug and the detail for clients that read these. Further members depend on the slug; `type` is the address of a page that explains it.',
    required: ['type', 'title', 'status', 'detail', 'error', 'message', 'correlation_id'],
    properties: {
      type: { type: 'string', format: 'uri', description: 'Ends in `/problems/` and the slug.' },
      title: text('The same for every occurrence of the slug.'),
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
      detail: text('What went wrong this time, for a person.'),
      error: {
        type: 'string',
        enum: catalogue.map(({ slug }) => slug),
        description: 'The slug: what a program decides on. A later version may add slugs.',
      },
      message: text('The same as `detail`.'),
      correlation_id: text('Names this request in our log; also in the header `X-Correlation-Id`.'),
      errors: {
        type: 'object',
        description: 'With `validation_failed`: what is wrong, by member.',
        additionalProperties: { type: 'array', minItems: 1, items: { type: 'string' } },
      },
      current_plan: text('With 402 and 403: the plan of the merchant.'),
      action_required: text('With 402 and 403: what would help.'),
      upgrade_url: {
        type: ['string', 'null'],
        format: 'uri',
        description: 'With 402 and 403: where the plan can be changed.',
      },
      required_scope: text('With `scope_missing`: the scope that the key lacks.'),
      state: {
        type: 'string',
        enum: ['reserved', 'committed', 'released'],
        description: 'With `use_state_conflict`: what the use is.',
      },
      resource: text('With `endpoint_retired`: what is sold no more.'),
      reason: {
        ...nullable(ref('Reason')),
        description:
          'With `verification_unavailable`: why the credential cannot be judged, if that is known.',
      },
      field: text('With `address_refused`: the member that the address came in.'),
      permissions: {
        type: 'array',
        items: { type: 'string' },
        description: 'With `wallet_can_spend`: the rights that go too far.',
      },
      network: {
        type: ['string', 'null'],
        description:
          'With `wallet_network_mismatch`: the network of the wallet; `null` where it cannot be told.',
      },
      code: { const: 'RATE_LIMIT_EXCEEDED', description: 'With `rate_limited`.' },
      limit: { type: 'integer', minimum: 1, description: 'With `rate_limited`: how many are admitted …' },
      window_seconds: { type: 'integer', minimum: 1, description: '… in how many seconds.' },
      retry_after: {
        type: 'integer',
        minimum: 0,
        description: 'With `rate_limited`: seconds until the next try may succeed.',
      },
    },
    additionalProperties: true,
  },
};
