import { memberBounds } from '@turnpike/members';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const boolean: Schema = { type: 'boolean' };
const id = (kind: string): Schema => ({
  type: 'string',
  pattern: `^${kind}_[0-9a-f]{32}$`,
  description: 'Opaque.',
});
const email: Schema = { type: 'string', format: 'email', maxLength: 254 };
const token: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: 256,
  description: 'What follows `#token=` in the link.',
};
const code: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  description: 'Six digits of the authenticator, or a recovery code.',
};
const newPassword: Schema = {
  type: 'string',
  description: `${String(memberBounds.passwordCharsMin)} to ${String(memberBounds.passwordCharsMax)} characters, not the address, and not what everybody tries first.`,
};
const webauthn: Schema = { type: 'object', additionalProperties: true };

/** Schemas of signing in. */
export const sessionSchemas: Readonly<Record<string, Schema>> = {
  MemberRole: {
    type: 'string',
    enum: ['read_only', 'developer', 'owner'],
    description: 'What a member may do, the least first.',
  },
  SignInRequest: request(
    'One of: `apiKey`; `token`; `email` and `password`. With a second factor also `code`.',
    [],
    {
      apiKey: optional('string', {
        maxLength: 256,
        description: 'With `token`: the live key, with `merchant:admin`, of a merchant that a payment made.',
      }),
      startAfresh: optional('boolean', {
        default: false,
        description:
          'With `token`: leave a merchant that a payment made for the address to whoever has its keys. It loses the address, and a new one is made where signing up is free.',
      }),
      token: optional('string', { maxLength: 256 }),
      email: optional('string', { maxLength: 254 }),
      password: optional('string', { maxLength: 1024 }),
      code: optional('string', { maxLength: 64 }),
    },
  ),
  SignedIn: answer('Signed in; the session itself is the cookie `tp_session`.', {
    merchantId: nullable(ref('MerchantId')),
    expiresAt: ref('Timestamp'),
  }),
  Session: answer('Who is signed in.', {
    expiresAt: ref('Timestamp'),
    merchantId: { ...nullable(ref('MerchantId')), description: 'The merchant that is looked at.' },
    role: nullable(ref('MemberRole')),
    mode: {
      ...nullable(ref('Mode')),
      description: 'The mode of the key that opened it; `null`: each call says.',
    },
    member: nullable(
      answer('Who it is; `null` for a session that a key or the operator’s link has opened.', {
        userId: id('usr'),
        email: { type: 'string' },
        name: { type: 'string' },
        hasPassword: boolean,
        totpEnabled: boolean,
        passkeys: { type: 'integer', minimum: 0 },
      }),
    ),
    merchants: {
      type: 'array',
      items: answer('A merchant that one is a member of.', {
        merchantId: ref('MerchantId'),
        name: { type: 'string' },
        role: ref('MemberRole'),
      }),
    },
    operator: { ...boolean, description: 'Whether this session opens the operator’s routes.' },
  }),
  SessionList: answer('Sessions of the same user, the one seen last first.', {
    sessions: {
      type: 'array',
      items: answer('A session.', {
        id: id('ses'),
        current: boolean,
        createdAt: ref('Timestamp'),
        lastSeenAt: { ...ref('Timestamp'), description: 'Up to a minute late.' },
        expiresAt: ref('Timestamp'),
        address: { type: ['string', 'null'], description: 'The network it was opened from.' },
        userAgent: { type: ['string', 'null'] },
      }),
    },
  }),
  LinkRequest: request('Where to mail a link, and what for.', ['email'], {
    email,
    purpose: optional('string', { enum: ['sign_in', 'reset', null], default: 'sign_in' }),
  }),
  LookAtRequest: request('Another merchant of one’s own.', ['merchantId'], { merchantId: ref('MerchantId') }),
  PasswordChange: request('A new password.', ['newPassword'], {
    currentPassword: optional('string', { description: 'Needless for an account without a password.' }),
    newPassword,
    code: optional('string', {
      maxLength: 64,
      description: 'For a first password, more than 15 minutes after the sign-in.',
    }),
  }),
  PasswordReset: request('A new password, by a link.', ['token', 'newPassword'], { token, newPassword }),
  TotpSetUp: answer('A secret for an authenticator.', {
    secret: { type: 'string', description: 'Base32.' },
    otpauthUrl: { type: 'string', description: 'What a QR code is to hold.' },
  }),
  PresenceRequest: request(
    'What is needed where the sign-in was more than 15 minutes ago; one of both.',
    [],
    {
      password: optional('string', { maxLength: 1024 }),
      code: optional('string', { maxLength: 64, description: 'Of the second factor.' }),
    },
  ),
  CodeRequest: request('A code.', ['code'], { code }),
  RecoveryCodes: answer('Codes that stand in for the authenticator, each once, shown this once.', {
    recoveryCodes: { type: 'array', items: { type: 'string' } },
  }),
  Passkey: answer('A passkey.', {
    id: id('psk'),
    label: { type: ['string', 'null'] },
    createdAt: ref('Timestamp'),
    lastUsedAt: nullable(ref('Timestamp')),
  }),
  PasskeyList: answer('One’s passkeys, the newest first.', {
    passkeys: { type: 'array', items: ref('Passkey') },
  }),
  NewPasskeyRequest: request('What `navigator.credentials.create` gave, as JSON.', ['response'], {
    response: webauthn,
    label: optional('string', { minLength: 1, maxLength: memberBounds.passkeyLabelCharsMax }),
  }),
  PasskeyRequest: request('What `navigator.credentials.get` gave, as JSON.', ['response'], {
    response: webauthn,
  }),
  WebAuthnOptions: {
    ...webauthn,
    description: 'Options as Web Authentication Level 3 writes them in JSON.',
  },
};
