import { limits } from '@turnpike/config';
import type { Parameter } from './openapi-types.js';

/** Which page of a list that goes on behind where the last page ended. */
export const keysetParameters: readonly Parameter[] = [
  {
    name: 'limit',
    in: 'query',
    required: false,
    description: 'How many to list.',
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: limits.listLimitMax,
      default: limits.listLimitDefault,
    },
  },
  {
    name: 'cursor',
    in: 'query',
    required: false,
    description: 'The `nextCursor` of the page before. Opaque.',
    schema: { type: 'string', maxLength: 256 },
  },
];

/** Which page of a list: how many rows, and how many to pass over. */
export const pagingParameters: readonly Parameter[] = [
  {
    name: 'limit',
    in: 'query',
    required: false,
    description: 'How many to list.',
    schema: {
      type: 'integer',
      minimum: 1,
      maximum: limits.listLimitMax,
      default: limits.listLimitDefault,
    },
  },
  {
    name: 'offset',
    in: 'query',
    required: false,
    description: 'How many to pass over.',
    schema: { type: 'integer', minimum: 0, maximum: limits.listOffsetMax, default: 0 },
  },
];
