import {
  EmailTaken,
  NotFound,
  OriginRefused,
  SignupEmailMismatch,
  ValidationFailed,
  VerificationUnavailable,
} from '@turnpike/problems';
import { anybody, emptyResponse, jsonBody, jsonResponse } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { paidHeaders, paymentRequired } from '../payment-required.js';
import { memberExample } from './member-examples.js';

const emailWrong = new ValidationFailed({ email: ['email must be an email'] });

/** Becoming a merchant. */
export const signUpPaths: Paths = {
  '/api/instance': {
    get: {
      operationId: 'getPublicInstance',
      tags: ['Instance'],
      summary: 'What pages must know before anybody has signed in',
      security: anybody,
      responses: {
        '200': jsonResponse('The instance.', 'PublicInstance', {
          one: {
            name: 'Turnpike',
            version: '0.1.0',
            publicUrl: example.baseUrl,
            signup: { free: true, l402: false, l402PriceSats: 100 },
            mail: 'smtp',
            plansOffered: false,
          },
        }),
        ...problemResponses(...always),
      },
    },
  },
  '/api/signup': {
    post: {
      operationId: 'signUp',
      tags: ['Sign-up'],
      summary: 'Sign up by a letter',
      description:
        'The answer is the same whether there is such an account. 404 where the operator does not offer it (`SIGN_UP`).',
      security: anybody,
      requestBody: jsonBody('SignUpRequest', { one: { email: memberExample.email, name: 'Weather Works' } }),
      responses: {
        '202': emptyResponse('A letter is on its way.'),
        ...problemResponses(...bodyRefused, emailWrong, new OriginRefused(), new NotFound(), ...always),
      },
    },
  },
  '/api/signup/l402': {
    post: {
      operationId: 'signUpByPayment',
      tags: ['Sign-up'],
      summary: 'Sign up for a payment',
      description:
        'One paid challenge makes one merchant, however often it is sent. Keys are shown again, as new ones in place of the lost, until one was used. A registered address is told so before anything is charged. 404 where the operator does not offer it (`SIGN_UP`). A payment does not show whose an address is: a letter goes to it, and to sign in by mail its holder needs the live key once. On 503 do not pay again: send the same credential later.',
      security: anybody,
      requestBody: jsonBody('PaidSignUpRequest', { one: { email: memberExample.email } }),
      responses: {
        '200': jsonResponse(
          'Paid, and a merchant.',
          'PaidSignUp',
          {
            one: {
              status: 'active',
              merchantId: example.merchantId,
              apiKey: example.liveApiKey,
              testApiKey: example.apiKey,
              email: memberExample.email,
              planTier: 'unlimited',
              subscriptionStatus: 'trialing',
              trialEndsAt: example.tokenExpiresAt,
              dashboardUrl: `${example.baseUrl}/dashboard`,
            },
          },
          paidHeaders,
        ),
        '402': paymentRequired('/api/signup/l402', 100),
        ...problemResponses(
          ...bodyRefused,
          emailWrong,
          new NotFound(),
          new EmailTaken(),
          new SignupEmailMismatch(),
          ...always,
          new VerificationUnavailable('not_settled', 2),
        ),
      },
    },
  },
};
