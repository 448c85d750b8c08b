import { ValidationFailed } from '@turnpike/problems';
import { statisticsBounds } from '@turnpike/statistics';
import { jsonResponse, keyWith } from '../json-responses.js';
import type { Parameter, Paths } from '../openapi-types.js';
import { always, keyRefused, problemResponses } from '../problem-responses.js';
import { ref } from '../schemas/schema-parts.js';

const figures = { challenges: 412, paidChallenges: 377, usedChallenges: 371, revenueSats: 9425, uses: 1204 };
const before = { challenges: 380, paidChallenges: 351, usedChallenges: 350, revenueSats: 8775, uses: 1100 };

const overview = {
  from: '2029-12-31',
  to: '2029-12-31',
  asOf: '2029-12-31T23:30:00.000Z',
  totals: figures,
  previous: before,
  days: [{ day: '2029-12-31', ...figures }],
  resources: [{ resource: '/weather', challenges: 412, paidChallenges: 377, revenueSats: 9425, uses: 1204 }],
  refusals: [{ reason: 'expired', count: 12 }],
};

/** Which days are asked for. */
export const dayParameters: readonly Parameter[] = [
  {
    name: 'from',
    in: 'query',
    required: false,
    description: `The first day; absent: so that there are ${String(statisticsBounds.overviewDaysDefault)} days.`,
    schema: ref('Day'),
  },
  {
    name: 'to',
    in: 'query',
    required: false,
    description: `The last day; absent: today. There may be ${String(statisticsBounds.overviewDaysMax)} days.`,
    schema: ref('Day'),
  },
];

/** Figures for charts. */
export const figurePaths: Paths = {
  '/api/merchant/overview': {
    get: {
      operationId: 'getOverview',
      tags: ['Merchant'],
      summary: 'Figures by day',
      description:
        'Of the mode of the key. Figures are about ten seconds behind. Uses and refusals are counted in memory and written every few seconds, so a process that crashes may take some seconds of them along; how often a single challenge was used is always exact.',
      security: keyWith('merchant:admin'),
      parameters: [...dayParameters],
      responses: {
        '200': jsonResponse('The figures.', 'Overview', { day: overview }),
        ...problemResponses(
          new ValidationFailed({ from: ['from must not be after to'] }),
          ...keyRefused('merchant:admin'),
          ...always,
        ),
      },
    },
  },
};
