import {
  InvalidApiKey,
  InvalidCredentials,
  LastOwner,
  LiveModeOnly,
  MissingApiKey,
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
  keyWith,
  merchantIdParameter,
  operatorKey,
  pathParameter,
} from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { memberExample, signedInExample } from './member-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
const operatorRefused = [new MissingApiKey(), new InvalidApiKey(), new NotFound()];
const text = { type: 'string', maxLength: 256 };
const userIdParameter = pathParameter('userId', 'The `userId` of the member.', text, memberExample.userId);
const invitationIdParameter = pathParameter(
  'id',
  'The `id` of the invitation.',
  text,
  memberExample.invitationId,
);
const roleWrong = new ValidationFailed({
  role: ['role must be one of the following values: read_only, developer, owner'],
});

const invitation = {
  id: memberExample.invitationId,
  email: 'dev@weather.example',
  role: 'developer',
  createdAt: example.createdAt,
  expiresAt: example.tokenExpiresAt,
};

/** Who may sign in for a merchant; and what the operator does about signing in. */
export const memberPaths: Paths = {
  '/api/merchant/members': {
    get: {
      operationId: 'listMembers',
      tags: ['Members'],
      summary: 'List members and invitations',
      security,
      responses: {
        '200': jsonResponse('The members.', 'MemberList', {
          one: {
            members: [
              {
                userId: memberExample.userId,
                email: memberExample.email,
                name: memberExample.name,
                role: 'owner',
                joinedAt: example.createdAt,
                lastSeenAt: example.paidAt,
                totpEnabled: true,
              },
            ],
            invitations: [invitation],
          },
        }),
        ...problemResponses(...refused, ...always),
      },
    },
  },
  '/api/merchant/members/{userId}': {
    patch: {
      operationId: 'changeMember',
      tags: ['Members'],
      summary: 'Give a member another role',
      description: 'For owners, and live keys. In force everywhere within two seconds.',
      security,
      parameters: [userIdParameter],
      requestBody: jsonBody('MemberChange', { one: { role: 'developer' } }),
      responses: {
        '204': emptyResponse('Changed.'),
        ...problemResponses(
          ...bodyRefused,
          roleWrong,
          ...refused,
          new LiveModeOnly(),
          new NotFound('Member'),
          new LastOwner(),
          ...always,
        ),
      },
    },
    delete: {
      operationId: 'removeMember',
      tags: ['Members'],
      summary: 'Take a member out',
      description: 'For owners, and live keys. Their invitations go with them.',
      security,
      parameters: [userIdParameter],
      responses: {
        '204': emptyResponse('Taken out.'),
        ...problemResponses(
          ...bodyRefused,
          ...refused,
          new LiveModeOnly(),
          new NotFound('Member'),
          new LastOwner(),
          ...always,
        ),
      },
    },
  },
  '/api/merchant/invitations': {
    post: {
      operationId: 'inviteMember',
      tags: ['Members'],
      summary: 'Ask somebody to join',
      description:
        'For owners, and live keys. Asked again, an address has only the last letter; it is good for seven days.',
      security,
      requestBody: jsonBody('InvitationRequest', {
        one: { email: 'dev@weather.example', role: 'developer' },
      }),
      responses: {
        '201': jsonResponse('Asked.', 'Invitation', { one: invitation }),
        ...problemResponses(...bodyRefused, roleWrong, ...refused, new LiveModeOnly(), ...always),
      },
    },
  },
  '/api/merchant/invitations/{id}': {
    delete: {
      operationId: 'withdrawInvitation',
      tags: ['Members'],
      summary: 'Take an invitation back',
      security,
      parameters: [invitationIdParameter],
      responses: {
        '204': emptyResponse('Taken back.'),
        ...problemResponses(
          ...bodyRefused,
          ...refused,
          new LiveModeOnly(),
          new NotFound('Invitation'),
          ...always,
        ),
      },
    },
  },
  '/api/invitations/accept': {
    post: {
      operationId: 'acceptInvitation',
      tags: ['Members'],
      summary: 'Join a merchant, and sign in',
      security: anybody,
      requestBody: jsonBody('AcceptanceRequest', { one: { token: memberExample.token, name: 'Devi' } }),
      responses: {
        '200': jsonResponse('Joined.', 'SignedIn', { one: signedInExample }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ token: ['token must be a text of 1 to 256 characters'] }),
          new InvalidCredentials(),
          new SecondFactorRequired(),
          new OriginRefused(),
          ...always,
        ),
      },
    },
  },
  '/api/admin/merchants/{id}/login-link': {
    post: {
      operationId: 'makeLoginLink',
      tags: ['Operator'],
      summary: 'Make a link that signs in for a merchant',
      description:
        'Good once, for an hour, with every right of an owner. What is done in that session is put down to the operator.',
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
      description: 'Without `SMTP_URL`, all of the last seven days. They hold links that open accounts.',
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
