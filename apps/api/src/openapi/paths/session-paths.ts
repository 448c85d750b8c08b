import {
  InvalidCredentials,
  MerchantMadeByPayment,
  NotFound,
  OriginRefused,
  SecondFactorRequired,
  ValidationFailed,
} from '@turnpike/problems';
import {
  anybody,
  emptyResponse,
  jsonBody,
  jsonResponse,
  pathParameter,
  signedIn,
} from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, problemResponses, sessionRefused } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { memberExample, signedInExample } from './member-examples.js';

const sessionId = `ses_${'4f'.repeat(16)}`;

const view = {
  ...signedInExample,
  role: 'owner',
  mode: null,
  member: {
    userId: memberExample.userId,
    email: memberExample.email,
    name: memberExample.name,
    hasPassword: true,
    totpEnabled: false,
    passkeys: 1,
  },
  merchants: [{ merchantId: example.merchantId, name: 'Weather Works', role: 'owner' }],
  operator: false,
};

const emailWrong = new ValidationFailed({ email: ['email must be an email'] });

/** Signing in and out. */
export const sessionPaths: Paths = {
  '/api/session': {
    get: {
      operationId: 'getSession',
      tags: ['Session'],
      summary: 'Who is signed in',
      security: signedIn,
      responses: {
        '200': jsonResponse('The session.', 'Session', { one: view }),
        ...problemResponses(...sessionRefused(false), ...always),
      },
    },
    post: {
      operationId: 'signIn',
      tags: ['Session'],
      summary: 'Sign in',
      description:
        'By an API key, by the token of a one-time link, or by address and password. The session is the cookie `tp_session`, for twelve hours, and always a new one. Tries are limited by address and by account, over all processes. A link makes its holder the owner of the merchant with their address that has no member; of one that a payment made only with its live key, as `apiKey` or as the session that the browser has: 409 otherwise, and the link stays good.',
      security: anybody,
      requestBody: jsonBody('SignInRequest', {
        password: { email: memberExample.email, password: 'a long sentence of one’s own' },
        link: { token: memberExample.token },
        paidMerchant: { token: memberExample.token, apiKey: example.liveApiKey },
        key: { apiKey: example.apiKey },
      }),
      responses: {
        '200': jsonResponse('Signed in.', 'SignedIn', { one: signedInExample }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ body: ['send apiKey, or token, or email and password'] }),
          new InvalidCredentials(),
          new SecondFactorRequired(),
          new OriginRefused(),
          new MerchantMadeByPayment(),
          ...always,
        ),
      },
    },
    delete: {
      operationId: 'signOut',
      tags: ['Session'],
      summary: 'Sign out',
      description: 'Dead on every node within two seconds.',
      security: signedIn,
      responses: {
        '204': emptyResponse('Signed out.'),
        ...problemResponses(...bodyRefused, ...sessionRefused(true), ...always),
      },
    },
  },
  '/api/session/link': {
    post: {
      operationId: 'mailLink',
      tags: ['Session'],
      summary: 'Mail a one-time link',
      description:
        'The answer is the same whether there is such an account. The link is good for 15 minutes.',
      security: anybody,
      requestBody: jsonBody('LinkRequest', {
        signIn: { email: memberExample.email },
        reset: { email: memberExample.email, purpose: 'reset' },
      }),
      responses: {
        '202': emptyResponse('Mailed, if there is whom to mail it.'),
        ...problemResponses(...bodyRefused, emailWrong, new OriginRefused(), ...always),
      },
    },
  },
  '/api/session/merchant': {
    post: {
      operationId: 'lookAtMerchant',
      tags: ['Session'],
      summary: 'Look at another merchant of one’s own',
      security: signedIn,
      requestBody: jsonBody('LookAtRequest', { one: { merchantId: example.merchantId } }),
      responses: {
        '200': jsonResponse('The session, as it now is.', 'Session', { one: view }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({
            merchantId: ['merchantId must be an integer number', 'merchantId must not be less than 1'],
          }),
          ...sessionRefused(true),
          new NotFound('Merchant'),
          ...always,
        ),
      },
    },
  },
  '/api/session/all': {
    get: {
      operationId: 'listSessions',
      tags: ['Session'],
      summary: 'List one’s sessions',
      security: signedIn,
      responses: {
        '200': jsonResponse('The sessions.', 'SessionList', {
          one: {
            sessions: [
              {
                id: sessionId,
                current: true,
                createdAt: example.createdAt,
                lastSeenAt: example.paidAt,
                expiresAt: example.tokenExpiresAt,
                address: '203.0.113.0/24',
                userAgent: 'Mozilla/5.0',
              },
            ],
          },
        }),
        ...problemResponses(...sessionRefused(false), ...always),
      },
    },
  },
  '/api/session/all/{id}': {
    delete: {
      operationId: 'endSession',
      tags: ['Session'],
      summary: 'End one of one’s sessions',
      security: signedIn,
      parameters: [
        pathParameter('id', 'The `id` of the session.', { type: 'string', maxLength: 256 }, sessionId),
      ],
      responses: {
        '204': emptyResponse('Ended.'),
        ...problemResponses(...bodyRefused, ...sessionRefused(true), new NotFound('Session'), ...always),
      },
    },
  },
};
