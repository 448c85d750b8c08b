import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, ref } from './schema-parts.js';

/** Schemas of uses. */
export const useSchemas: Readonly<Record<string, Schema>> = {
  UseState: {
    type: 'string',
    enum: ['reserved', 'committed', 'released'],
    description: `A reserved use is committed or released once and for all. One that nobody decides is committed after ${limits.reservationSeconds} seconds.`,
  },
  DecidedUse: answer('A use after commit or release.', {
    useId: ref('UseId'),
    state: ref('UseState'),
    usesRemaining: {
      type: ['integer', 'null'],
      minimum: 0,
      description: '`maxUses` less committed and reserved uses; `null` if unlimited.',
    },
  }),
  Use: answer('One use that has a record of its own.', {
    useId: ref('UseId'),
    state: ref('UseState'),
    requestId: { type: ['string', 'null'], maxLength: limits.requestIdCharsMax },
    resource: ref('Resource'),
    createdAt: ref('Timestamp'),
    decidedAt: nullable(ref('Timestamp')),
  }),
  UseList: answer('One page of the uses of a challenge, newest first.', {
    uses: { type: 'array', maxItems: limits.listLimitMax, items: ref('Use') },
    total: { type: 'integer', minimum: 0, description: 'How many there are in all.' },
    limit: { type: 'integer', minimum: 1, maximum: limits.listLimitMax },
    offset: { type: 'integer', minimum: 0 },
  }),
};
