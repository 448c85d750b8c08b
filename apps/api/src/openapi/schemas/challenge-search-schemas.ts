import { TIMELINE_KINDS } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { answer, ref } from './schema-parts.js';

/** Schemas of looking for challenges and into them. */
export const challengeSearchSchemas: Readonly<Record<string, Schema>> = {
  FoundChallenges: answer('Challenges that fit, newest first.', {
    challenges: { type: 'array', maxItems: limits.listLimitMax, items: ref('Challenge') },
    nextCursor: {
      type: ['string', 'null'],
      description:
        'Sent as `cursor`, gives what comes next; `null` at the end. A page may hold fewer than asked for, even none, and still have one: the search looked through as many as it does at a time.',
    },
  }),
  TimelineEntry: answer('Something that happened to a challenge.', {
    at: ref('Timestamp'),
    kind: { type: 'string', enum: [...TIMELINE_KINDS] },
    detail: {
      type: 'object',
      description:
        '`minted`: terms. `paid`: `amountSats`. `settled`: `receivedMsat`, `via`, `late`. `use_…`: `useId`, `requestId`. `refused`: `reason`, `error`, and `count`; `at` is the last time. `expired`: `what`, `invoice` or `token`.',
      additionalProperties: true,
    },
  }),
  Timeline: answer('What became of a challenge, the earliest first.', {
    entries: { type: 'array', items: ref('TimelineEntry') },
  }),
};
