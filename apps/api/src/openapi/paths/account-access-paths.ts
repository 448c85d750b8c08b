import {
  InvalidCredentials,
  NotFound,
  OriginRefused,
  RecentSignInRequired,
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

const passkey = {
  id: memberExample.passkeyId,
  label: 'laptop',
  createdAt: example.createdAt,
  lastUsedAt: null,
};
const codeWrong = new ValidationFailed({ code: ['code must be a text of 1 to 64 characters'] });
const responseWrong = new ValidationFailed({ response: ['response must be an object'] });
const tooShort = new ValidationFailed({
  newPassword: ['newPassword must be a text of 12 to 128 characters'],
});
const code = jsonBody('CodeRequest', { one: { code: '492039' } });
const presence = jsonBody('PresenceRequest', { none: {}, later: { code: '492039' } }, false);
const presenceRefused = [new InvalidCredentials(), new RecentSignInRequired()];
const options = { challenge: memberExample.token, rpId: 'pay.example.com', userVerification: 'required' };

/** What somebody signs in with: passwords, a second factor, passkeys. */
export const accountAccessPaths: Paths = {
  '/api/session/password': {
    post: {
      operationId: 'changePassword',
      tags: ['Session'],
      summary: 'Change one’s password, or set a first one',
      description:
        'All other sessions end, and all links that wait. A first password wants a sign-in within the last 15 minutes, or a `code`.',
      security: signedIn,
      requestBody: jsonBody('PasswordChange', {
        one: { currentPassword: 'a long sentence of one’s own', newPassword: 'another long sentence' },
      }),
      responses: {
        '204': emptyResponse('Changed.'),
        ...problemResponses(...bodyRefused, tooShort, ...sessionRefused(true), ...presenceRefused, ...always),
      },
    },
  },
  '/api/session/reset': {
    post: {
      operationId: 'resetPassword',
      tags: ['Session'],
      summary: 'Set a password by a one-time link',
      description: 'All sessions end. A second factor stays, and so do passkeys, of which the letter tells.',
      security: anybody,
      requestBody: jsonBody('PasswordReset', {
        one: { token: memberExample.token, newPassword: 'another long sentence' },
      }),
      responses: {
        '204': emptyResponse('Set.'),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ token: ['token must be a text of 1 to 256 characters'] }),
          new InvalidCredentials(),
          new OriginRefused(),
          ...always,
        ),
      },
    },
  },
  '/api/session/totp': {
    post: {
      operationId: 'setUpTotp',
      tags: ['Session'],
      summary: 'Begin to set up a second factor',
      description:
        'Nothing is on before the first code has confirmed it. 400 if one is on. Wants a sign-in within the last 15 minutes, or a proof in the body.',
      security: signedIn,
      requestBody: presence,
      responses: {
        '200': jsonResponse('A secret for an authenticator.', 'TotpSetUp', {
          one: {
            secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
            otpauthUrl:
              'otpauth://totp/Turnpike:owner%40weather.example?issuer=Turnpike&secret=JBSWY3DPEHPK3PXP',
          },
        }),
        ...problemResponses(...bodyRefused, ...sessionRefused(true), ...presenceRefused, ...always),
      },
    },
    delete: {
      operationId: 'removeTotp',
      tags: ['Session'],
      summary: 'Turn the second factor off',
      security: signedIn,
      requestBody: code,
      responses: {
        '204': emptyResponse('Off.'),
        ...problemResponses(
          ...bodyRefused,
          codeWrong,
          ...sessionRefused(true),
          new InvalidCredentials(),
          ...always,
        ),
      },
    },
  },
  '/api/session/totp/confirm': {
    post: {
      operationId: 'confirmTotp',
      tags: ['Session'],
      summary: 'Turn the second factor on by its first code',
      security: signedIn,
      requestBody: code,
      responses: {
        '200': jsonResponse('On.', 'RecoveryCodes', { one: { recoveryCodes: ['abcd-efgh-jkmn'] } }),
        ...problemResponses(
          ...bodyRefused,
          codeWrong,
          ...sessionRefused(true),
          new InvalidCredentials(),
          ...always,
        ),
      },
    },
  },
  '/api/session/passkeys': {
    get: {
      operationId: 'listPasskeys',
      tags: ['Session'],
      summary: 'List one’s passkeys',
      security: signedIn,
      responses: {
        '200': jsonResponse('The passkeys.', 'PasskeyList', { one: { passkeys: [passkey] } }),
        ...problemResponses(...sessionRefused(false), ...always),
      },
    },
    post: {
      operationId: 'addPasskey',
      tags: ['Session'],
      summary: 'Add a passkey',
      security: signedIn,
      requestBody: jsonBody('NewPasskeyRequest', { one: { response: { id: 'AQID' }, label: 'laptop' } }),
      responses: {
        '201': jsonResponse('Added.', 'Passkey', { one: passkey }),
        ...problemResponses(...bodyRefused, responseWrong, ...sessionRefused(true), ...always),
      },
    },
  },
  '/api/session/passkeys/options': {
    post: {
      operationId: 'passkeyOptions',
      tags: ['Session'],
      summary: 'What a browser needs to make a passkey',
      description: 'Wants a sign-in within the last 15 minutes, or a proof in the body.',
      security: signedIn,
      requestBody: presence,
      responses: {
        '200': jsonResponse('For `navigator.credentials.create`.', 'WebAuthnOptions', { one: options }),
        ...problemResponses(...bodyRefused, ...sessionRefused(true), ...presenceRefused, ...always),
      },
    },
  },
  '/api/session/passkeys/{id}': {
    delete: {
      operationId: 'removePasskey',
      tags: ['Session'],
      summary: 'Delete a passkey',
      description:
        'Wants a sign-in within the last 15 minutes, or a proof in the body. A letter tells of it.',
      security: signedIn,
      requestBody: presence,
      parameters: [
        pathParameter(
          'id',
          'The `id` of the passkey.',
          { type: 'string', maxLength: 256 },
          memberExample.passkeyId,
        ),
      ],
      responses: {
        '204': emptyResponse('Deleted.'),
        ...problemResponses(
          ...bodyRefused,
          ...sessionRefused(true),
          ...presenceRefused,
          new NotFound('Passkey'),
          ...always,
        ),
      },
    },
  },
  '/api/session/passkey/options': {
    post: {
      operationId: 'passkeySignInOptions',
      tags: ['Session'],
      summary: 'What a browser needs to sign in by a passkey',
      security: anybody,
      responses: {
        '200': jsonResponse('For `navigator.credentials.get`.', 'WebAuthnOptions', { one: options }),
        ...problemResponses(...bodyRefused, new OriginRefused(), ...always),
      },
    },
  },
  '/api/session/passkey': {
    post: {
      operationId: 'signInByPasskey',
      tags: ['Session'],
      summary: 'Sign in by a passkey',
      description: 'A passkey is both factors, so no code is asked for.',
      security: anybody,
      requestBody: jsonBody('PasskeyRequest', { one: { response: { id: 'AQID' } } }),
      responses: {
        '200': jsonResponse('Signed in.', 'SignedIn', { one: signedInExample }),
        ...problemResponses(
          ...bodyRefused,
          responseWrong,
          new InvalidCredentials(),
          new OriginRefused(),
          ...always,
        ),
      },
    },
  },
};
