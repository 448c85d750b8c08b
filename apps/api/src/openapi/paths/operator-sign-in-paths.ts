import { InvalidApiKey, MissingApiKey, NotFound, ValidationFailed } from '@turnpike/problems';
import { jsonResponse, merchantIdParameter, operatorKey } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { memberExample } from './member-examples.js';

const operatorRefused = [new MissingApiKey(), new InvalidApiKey(), new NotFound()];

/** What the operator does about signing in. */
export const operatorSignInPaths: Paths = {
  '/api/admin/merchants/{id}/login-link': {
    post: {
      operationId: 'makeLoginLink',
      tags: ['Operator'],
      summary: 'Make a link that signs in for a merchant',
      description:
        'Good once, for an hour, with every right of an owner. What is done in that session is put down to the operator. Where `ADMIN_API_KEY` made it, link and session are over once that key is another; where an operator who signs in made it, once they are none or set a password anew.',
      security: operatorKey,
      parameters: [merchantIdParameter],
      responses: {
        '201': jsonResponse('The link.', 'LoginLink', {
          one: {
            url: `${example.baseUrl}/dashboard/sign-in#token=${memberExample.token}`,
            expiresAt: example.tokenExpiresAt,
          },
        }),
        ...problemResponses(...bodyRefused, ...operatorRefused, ...always),
      },
    },
  },
  '/api/admin/mails': {
    get: {
      operationId: 'listMails',
      tags: ['Operator'],
      summary: 'List letters that are not sent',
      description:
        'Without `SMTP_URL`, all of the last seven days, with their text: they hold links that open accounts. With it, those that wait, without their text. Each reading stands in the log of changes (`mail.read`).',
      security: operatorKey,
      parameters: [
        {
          name: 'limit',
          in: 'query',
          required: false,
          description: 'How many at most.',
          schema: { type: 'integer', minimum: 1, maximum: 200, default: 20 },
        },
        {
          name: 'cursor',
          in: 'query',
          required: false,
          description: 'The `nextCursor` of the answer to go on from.',
          schema: { type: 'string' },
        },
      ],
      responses: {
        '200': jsonResponse('The letters.', 'MailList', {
          one: {
            mails: [
              {
                id: '17',
                to: memberExample.email,
                subject: 'Sign in to Turnpike',
                text: 'This link signs you in, once, within 15 minutes: …',
                state: 'kept',
                createdAt: example.createdAt,
              },
            ],
            nextCursor: null,
          },
        }),
        ...problemResponses(
          new ValidationFailed({ limit: ['limit must be a whole number from 1 to 200'] }),
          ...operatorRefused,
          ...always,
        ),
      },
    },
  },
};
