import { NotFound, ValidationFailed, VerificationUnavailable } from '@turnpike/problems';
import { anybody, jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Operation, Paths } from '../openapi-types.js';
import { paidHeaders, paymentRequired } from '../payment-required.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
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

/** `POST /api/merchant/subscription` */
export const buyPlan: Operation = {
  operationId: 'buyPlan',
  tags: ['Merchant'],
  summary: 'Buy a month of a plan',
  description:
    'Without a credential, 402 with a challenge on the operator’s wallet; it is of use to this merchant and for this plan only, and the same while it is open. With the paid credential, one month more: once for each paid challenge, however often it is sent. A month of the plan that still runs begins at its end; what is left of another paid plan is taken into account by price. 400 for whoever has a plan without an end that not everybody has for nothing. Where the credential is not sent, as after paying from a phone, the month comes within seconds of the wallet’s word that it was paid. On 503 do not pay again: send the same credential later. 404 where the instance sells nothing (`OPERATOR_MERCHANT`).',
  security: keyWith('merchant:admin'),
  requestBody: jsonBody('PlanRequest', { individual: { planId: planExample.id } }),
  responses: {
    '200': jsonResponse(
      'Paid: the plan as it now is.',
      'Subscription',
      {
        bought: {
          planTier: planExample.id,
          subscriptionStatus: 'active',
          trialEndsAt: null,
          currentPeriodEnd: '2030-01-15T10:00:00Z',
        },
      },
      paidHeaders,
    ),
    '402': paymentRequired(`plan:${planExample.id}:merchant:${example.merchantId}`, planExample.priceSats),
    ...problemResponses(
      ...bodyRefused,
      new ValidationFailed({ planId: ['planId must be one of: individual, business'] }),
      ...keyRefused('merchant:admin'),
      new NotFound(),
      ...always,
      new VerificationUnavailable('not_settled', 2),
    ),
  },
};
