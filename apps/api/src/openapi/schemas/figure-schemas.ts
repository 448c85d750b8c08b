import { statisticsBounds } from '@turnpike/statistics';
import type { Schema } from '../openapi-types.js';
import { answer, ref } from './schema-parts.js';

const count: Schema = { type: 'integer', minimum: 0 };
const sats: Schema = { type: 'integer', minimum: 0, description: 'Whole satoshis.' };
const day: Schema = { ...ref('Day') };

const figures = {
  challenges: { ...count, description: 'Challenges minted.' },
  paidChallenges: { ...count, description: 'Challenges paid.' },
  usedChallenges: { ...count, description: 'Challenges with a first admitted call.' },
  revenueSats: { ...sats, description: 'The prices of the paid ones, in whole satoshis.' },
  uses: {
    ...count,
    description: 'Calls that verify let in, less those whose use was released.',
  },
};

/** Schemas of figures for charts. */
export const figureSchemas: Readonly<Record<string, Schema>> = {
  Day: {
    type: 'string',
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
    description: 'A day in UTC, such as `2026-12-01`.',
  },
  Figures: answer('Sums of some days.', figures),
  Overview: answer('What happened on some days, each thing on the day on which it happened.', {
    from: day,
    to: day,
    asOf: ref('Timestamp'),
    totals: ref('Figures'),
    previous: { ...ref('Figures'), description: 'As many days before `from`.' },
    days: {
      type: 'array',
      maxItems: statisticsBounds.overviewDaysMax,
      description: 'Every day, also those on which nothing happened.',
      items: answer('One day.', { day, ...figures }),
    },
    resources: {
      type: 'array',
      maxItems: statisticsBounds.overviewResourcesMax,
      description: `Those that earned most. On one day ${String(statisticsBounds.resourcesPerDayMax)} resources have figures of their own; the rest stand together under the empty text.`,
      items: answer('One resource.', {
        resource: { type: 'string' },
        challenges: figures.challenges,
        paidChallenges: figures.paidChallenges,
        revenueSats: figures.revenueSats,
        uses: figures.uses,
      }),
    },
    refusals: {
      type: 'array',
      description: 'Why verify refused, the most frequent reason first.',
      items: answer('One reason.', { reason: { type: 'string' }, count }),
    },
  }),
};
