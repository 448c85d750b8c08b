import type { Header } from './openapi-types.js';

/** The headers of every answer. */
export const everyAnswer: Readonly<Record<string, Header>> = {
  'X-API-Version': {
    description: 'The version of this contract.',
    required: true,
    schema: { const: '1' },
  },
  'X-Correlation-Id': {
    description:
      'Names the request. Yours, if you sent one of 1 to 128 letters, digits and `._:-`; else made here.',
    required: true,
    schema: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,128}$' },
  },
};

/** Where a caller stands with its rate limit; absent where the operator has switched the limit off. */
export const rateLimitHeaders: Readonly<Record<string, Header>> = {
  'X-RateLimit-Limit': {
    description: 'Requests that the limit admits in its window.',
    schema: { type: 'integer', minimum: 1 },
  },
  'X-RateLimit-Remaining': {
    description: 'Requests left in the window.',
    schema: { type: 'integer', minimum: 0 },
  },
  'X-RateLimit-Reset': {
    description: 'When the window ends, in Unix seconds.',
    schema: { type: 'integer', minimum: 0 },
  },
};

/** Marks an answer that was given before: nothing was made or used a second time. */
export const replayedHeader: Readonly<Record<string, Header>> = {
  'X-Idempotency-Replayed': {
    description: '`true` if this answers a repeated request; absent otherwise.',
    schema: { const: 'true' },
  },
};

/** How long to wait before the next try. */
export const retryAfterHeader: Readonly<Record<string, Header>> = {
  'Retry-After': {
    description: 'Seconds to wait before the request is sent again.',
    required: true,
    schema: { type: 'integer', minimum: 0 },
  },
};
