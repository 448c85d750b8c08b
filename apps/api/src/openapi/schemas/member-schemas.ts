import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const boolean: Schema = { type: 'boolean' };
const email: Schema = { type: 'string', format: 'email', maxLength: 254 };
const name: Schema = { minLength: 1, maxLength: 200 };
const key: Schema = { type: ['string', 'null'], pattern: '^tp_(test|live)_[0-9A-Za-z]+$' };

const invitation: Readonly<Record<string, Schema>> = {
  id: { type: 'string', pattern: '^inv_[0-9a-f]{32}$', description: 'Opaque.' },
  email: { type: 'string' },
  role: ref('MemberRole'),
  createdAt: ref('Timestamp'),
  expiresAt: ref('Timestamp'),
};

/** Schemas of members, of signing up, and of letters. */
export const memberSchemas: Readonly<Record<string, Schema>> = {
  Invitation: answer('Somebody who was asked to join.', invitation),
  MemberList: answer('Who may sign in for the merchant, and who was asked to.', {
    members: {
      type: 'array',
      items: answer('A member.', {
        userId: { type: 'string' },
        email: { type: 'string' },
        name: { type: 'string' },
        role: ref('MemberRole'),
        joinedAt: ref('Timestamp'),
        lastSeenAt: { ...nullable(ref('Timestamp')), description: 'Up to a minute late.' },
        totpEnabled: boolean,
      }),
    },
    invitations: { type: 'array', items: ref('Invitation') },
  }),
  KeysLeft: answer('What became of API keys that a member has made and could not make any more.', {
    apiKeysRevoked: { type: 'integer', minimum: 0 },
    apiKeysLeft: {
      type: 'integer',
      minimum: 0,
      description: 'Those that still work. The same call with `revokeKeys=true` ends them.',
    },
  }),
  MemberChange: request('Another role.', ['role'], { role: ref('MemberRole') }),
  InvitationRequest: request('Whom to ask, as what.', ['email', 'role'], { email, role: ref('MemberRole') }),
  AcceptanceRequest: request(
    'What follows `#token=` in the letter, and for a new account who it is.',
    ['token'],
    {
      token: { type: 'string', minLength: 1, maxLength: 256 },
      name: optional('string', name),
      password: optional('string', { description: 'Counts for an account that is made by it.' }),
    },
  ),
  SignUpRequest: request('A stranger.', ['email', 'name'], {
    email,
    name: { type: 'string', ...name },
    password: optional('string', {
      description: 'Counts if the link is opened in the browser that chose it; else set one afterwards.',
    }),
  }),
  PaidSignUpRequest: request('A stranger who pays.', ['email'], { email, name: optional('string', name) }),
  PaidSignUp: answer('A merchant that the payment has made.', {
    status: { const: 'active' },
    merchantId: ref('MerchantId'),
    apiKey: { ...key, description: 'The live key; `null` once it or the other was used.' },
    testApiKey: key,
    email: { type: 'string' },
    planTier: { type: 'string' },
    subscriptionStatus: ref('SubscriptionStatus'),
    trialEndsAt: nullable(ref('Timestamp')),
    dashboardUrl: { type: 'string' },
  }),
  PublicInstance: answer('What pages must know before anybody has signed in.', {
    name: { type: 'string' },
    version: { type: 'string' },
    publicUrl: { type: 'string' },
    signup: answer('How strangers become merchants.', {
      free: boolean,
      l402: boolean,
      l402PriceSats: { type: 'integer', minimum: 1 },
    }),
    mail: {
      type: 'string',
      enum: ['smtp', 'outbox'],
      description: '`outbox`: the operator hands letters on.',
    },
    plansOffered: { ...boolean, description: 'Whether a plan can be bought here.' },
  }),
  LoginLink: answer('A link that signs in, once.', {
    url: { type: 'string' },
    expiresAt: ref('Timestamp'),
  }),
  MailList: answer('Letters that are not sent, the newest first.', {
    mails: {
      type: 'array',
      items: answer('A letter.', {
        id: { type: 'string' },
        to: { type: 'string' },
        subject: { type: 'string' },
        text: { type: ['string', 'null'], description: '`null` where a server sends it.' },
        state: {
          type: 'string',
          enum: ['kept', 'waiting', 'failing'],
          description: '`kept` for the operator to hand on; `failing`: the server did not take it yet.',
        },
        createdAt: ref('Timestamp'),
      }),
    },
    nextCursor: {
      type: ['string', 'null'],
      description: 'Send it as `cursor` to read on; `null` at the end.',
    },
  }),
};
