import {
  InvalidCredentials,
  LastOwner,
  LiveModeOnly,
  NotFound,
  OriginRefused,
  SignInFirst,
  ValidationFailed,
} from '@turnpike/problems';
import { anybody, emptyResponse, jsonBody, jsonResponse, keyWith, pathParameter } from '../json-responses.js';
import type { Parameter, Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';
import { memberExample, signedInExample } from './member-examples.js';

const security = keyWith('merchant:admin');
const refused = keyRefused('merchant:admin');
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

const revokeKeysParameter: Parameter = {
  name: 'revokeKeys',
  in: 'query',
  required: false,
  description: 'Whether keys that they have made, in both modes, are revoked.',
  schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
};

const invitation = {
  id: memberExample.invitationId,
  email: 'dev@weather.example',
  role: 'developer',
  createdAt: example.createdAt,
  expiresAt: example.tokenExpiresAt,
};

/** Who may sign in for a merchant. */
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
      description:
        'For owners, and live keys. In force everywhere within two seconds. API keys that they have made go on, unless `revokeKeys` ends those that do what the role may not hand on.',
      security,
      parameters: [userIdParameter, revokeKeysParameter],
      requestBody: jsonBody('MemberChange', { one: { role: 'developer' } }),
      responses: {
        '200': jsonResponse('Changed.', 'KeysLeft', { one: { apiKeysRevoked: 0, apiKeysLeft: 1 } }),
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
      description:
        'For owners, and live keys. Their invitations go with them, and with `revokeKeys` the API keys that they have made. Called so for somebody who went before, it ends the keys that they have left.',
      security,
      parameters: [userIdParameter, revokeKeysParameter],
      responses: {
        '200': jsonResponse('Taken out.', 'KeysLeft', { one: { apiKeysRevoked: 2, apiKeysLeft: 0 } }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ revokeKeys: ['revokeKeys must be true or false'] }),
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
        'For owners, and live keys. Asked again, an address has only the last letter; it is good for seven days. How many letters an address gets is limited over all merchants.',
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
      summary: 'Join a merchant',
      description:
        'An address without an account gets one, and is signed in. Whoever has one must be signed in already, in this browser: 409 otherwise, with their `email`.',
      security: anybody,
      requestBody: jsonBody('AcceptanceRequest', { one: { token: memberExample.token, name: 'Devi' } }),
      responses: {
        '200': jsonResponse('Joined.', 'SignedIn', { one: signedInExample }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ token: ['token must be a text of 1 to 256 characters'] }),
          new InvalidCredentials(),
          new OriginRefused(),
          new SignInFirst('dev@weather.example'),
          ...always,
        ),
      },
    },
  },
};
