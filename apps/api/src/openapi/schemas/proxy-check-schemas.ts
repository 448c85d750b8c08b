import { proxyBounds as bounds } from '@turnpike/proxies';
import { statisticsBounds } from '@turnpike/statistics';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, ref } from './schema-parts.js';

const text: Schema = { type: 'string' };
const nullableText: Schema = { type: ['string', 'null'] };
const count: Schema = { type: 'integer', minimum: 0 };
const nullableSats = nullable(ref('PriceSats'));
const sales: Readonly<Record<string, Schema>> = {
  challenges: { ...count, description: 'Challenges minted.' },
  paidChallenges: { ...count, description: 'Challenges paid.' },
  revenueSats: { ...count, description: 'The prices of the paid ones, in whole satoshis.' },
  uses: { ...count, description: 'Requests that were let in.' },
};

/** Schemas of what can be found out about proxies, and of what an import does. */
export const proxyCheckSchemas: Readonly<Record<string, Schema>> = {
  ProbeRequest: {
    type: 'object',
    description: 'What to look at.',
    required: ['targetBaseUrl'],
    properties: { targetBaseUrl: { type: 'string', minLength: 1, maxLength: bounds.urlCharsMax } },
  },
  UpstreamProbe: answer('What one look at an address found.', {
    status: {
      type: ['integer', 'null'],
      description: 'The HTTP status of the answer; anything below 500 will do. Null without an answer.',
    },
    failure: {
      enum: ['refused', 'certificate', 'unreachable', 'lost', 'too-large', 'timeout', null],
      description: 'Why there was none; null where there was.',
    },
    code: { ...nullableText, description: 'The code of the network’s error, such as `ENOTFOUND`.' },
  }),
  PriceCheck: answer('What a request would cost, by the rules of the gateway.', {
    outcome: {
      enum: ['priced', 'refused', 'blocked', 'method', 'document'],
      description:
        'Anything but `priced` is not sold: the path has no single meaning, is not let through, the method is not taken, or it is one of our own free documents.',
    },
    path: { ...nullableText, description: 'In the one spelling in which prices are looked up.' },
    priceSats: nullableSats,
    endpointId: { ...nullableText, description: 'Whose price it is; null: the default one.' },
    detail: { ...nullableText, description: 'Why a path is refused.' },
  }),
  ProxyFigures: answer('What a proxy has brought, each thing on the day on which it happened.', {
    from: ref('Day'),
    to: ref('Day'),
    totals: answer('The sums of all days.', sales),
    days: {
      type: 'array',
      maxItems: statisticsBounds.overviewDaysMax,
      description: 'Every day, also those on which nothing happened.',
      items: answer('One day.', { day: ref('Day'), ...sales }),
    },
    resources: {
      type: 'array',
      maxItems: statisticsBounds.overviewResourcesMax,
      description: 'Those that earned most.',
      items: answer('One resource.', { resource: text, ...sales }),
    },
  }),
  Imported: answer('What the import did, or would do.', {
    created: count,
    updated: count,
    skipped: {
      ...count,
      description:
        'Operations whose path has no single meaning, whose name came twice, whose price is too high, or for which there is no room.',
    },
    operations: {
      type: 'array',
      maxItems: bounds.importToldMax,
      description: 'What becomes of each operation; the first of them.',
      items: answer('One operation.', {
        endpointId: nullableText,
        path: text,
        httpMethod: text,
        summary: nullableText,
        basePriceSats: nullableSats,
        outcome: { enum: ['create', 'update', 'skip'] },
        why: { enum: ['path', 'name_twice', 'too_many', 'price', null], description: 'Why it is skipped.' },
      }),
    },
  }),
};
