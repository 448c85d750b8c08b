import { anybody, jsonResponse } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, problemResponses } from '../problem-responses.js';
import { planExample } from './plan-examples.js';

/** The plans. */
export const planPaths: Paths = {
  '/api/plans': {
    get: {
      operationId: 'listPlans',
      tags: ['Instance'],
      summary: 'The plans that this instance offers',
      description: 'In the order of its operator, who chooses plans, prices and caps.',
      security: anybody,
      responses: {
        '200': jsonResponse('All plans.', 'PlanList', { one: { plans: [planExample] } }),
        ...problemResponses(...always),
      },
    },
  },
};
