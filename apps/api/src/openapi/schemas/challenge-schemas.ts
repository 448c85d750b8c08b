import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const invoiceExpiry: Schema = { ...ref('Timestamp'), description: 'When the **invoice** expires.' };
const tokenExpiry: Schema = {
  ...ref('Timestamp'),
  description: 'When the **token** expires: how long the purchase is good.',
};

/** A challenge as list, get and revoke show it; never with a macaroon or a preimage. */
const challengeMembers: Readonly<Record<string, Schema>> = {
  paymentHash: ref('PaymentHash'),
  resource: ref('Resource'),
  amountSats: ref('AmountSats'),
  status: ref('ChallengeStatus'),
  createdAt: ref('Timestamp'),
  paidAt: {
    ...nullable(ref('Timestamp')),
    description: 'The first admitted call or the wallet’s settlement, whichever came first.',
  },
  expiresAt: invoiceExpiry,
  idempotencyKey: { type: ['string', 'null'], maxLength: limits.idempotencyKeyCharsMax },
  tokenExpiresAt: tokenExpiry,
  settlement: ref('Settlement'),
  revokedAt: nullable(ref('Timestamp')),
  uses: { type: 'integer', minimum: 0, description: 'Committed and reserved uses.' },
  maxUses: { type: ['integer', 'null'], minimum: 1, maximum: limits.usesMax },
  payer: { type: ['string', 'null'], maxLength: limits.payerCharsMax },
  metadata: nullable(ref('Metadata')),
};

/** Schemas of minting, listing and revoking challenges. */
export const challengeSchemas: Readonly<Record<string, Schema>> = {
  ChallengeStatus: {
    type: 'string',
    enum: ['paid', 'unpaid', 'expired'],
    description:
      '`paid`: a call was admitted or the wallet reports settlement; else `unpaid` while the invoice is open, then `expired`. An expired challenge may still become paid.',
  },
  Settlement: {
    type: 'string',
    enum: ['open', 'settled', 'expired', 'unknown'],
    description:
      'The wallet’s own word. `unknown` means that it could not be found out: neither paid nor unpaid. `settled` is never withdrawn.',
  },
  Metadata: {
    type: 'object',
    description: `Your own notes: at most ${limits.metadataEntriesMax} strings. Shown in lists and events; payers never see them.`,
    maxProperties: limits.metadataEntriesMax,
    propertyNames: { minLength: 1, maxLength: limits.metadataKeyCharsMax },
    additionalProperties: { type: 'string', maxLength: limits.metadataValueCharsMax },
  },
  MintRequest: request('What is to be sold, and on which terms.', ['resource', 'priceSats'], {
    resource: ref('Resource'),
    priceSats: ref('PriceSats'),
    description: optional('string', {
      description: `Text of the invoice, at most ${limits.descriptionBytesMax} bytes, which the payer’s wallet shows.`,
      maxLength: limits.descriptionBytesMax,
    }),
    maxUses: optional('integer', {
      minimum: 1,
      maximum: limits.usesMax,
      description: 'How many requests the purchase is good for. Absent: any number while the token is valid.',
    }),
    payer: optional('string', {
      minLength: 1,
      maxLength: limits.payerCharsMax,
      description:
        'Your own opaque id of the payer. The payer’s open, unpaid challenge on equal terms comes back instead of a second invoice, marked as replayed.',
    }),
    method: optional('string', {
      pattern: '^[A-Z](?:[A-Z-]{0,30}[A-Z])?$',
      description: 'HTTP method, upper case. Binds the token to it; `GET` also admits `HEAD`.',
    }),
    bodySha256: optional('string', {
      pattern: '^[0-9A-Fa-f]{64}$',
      description: 'SHA-256 of the request body that is paid for. Binds the token to it.',
    }),
    tokenValiditySeconds: optional('integer', {
      minimum: limits.tokenValiditySecondsMin,
      maximum: limits.tokenValiditySecondsMax,
      description: 'How long the purchase is good, from now on. Absent: your setting.',
    }),
    metadata: nullable(ref('Metadata')),
  }),
  MintedChallenge: answer(
    'A challenge to hand to the payer: an invoice to pay and a macaroon to send with its preimage.',
    {
      invoice: ref('Invoice'),
      macaroon: {
        type: 'string',
        contentEncoding: 'base64',
        pattern: '^[A-Za-z0-9+/]+={0,2}$',
        description: 'Standard base64 with padding.',
      },
      paymentHash: ref('PaymentHash'),
      expiresAt: invoiceExpiry,
      resource: ref('Resource'),
      priceSats: ref('AmountSats'),
      mppChallenge: {
        type: ['string', 'null'],
        description:
          'The same challenge for the `Payment` scheme, one line of `WWW-Authenticate` for both of its dialects; `null` where the setting `mppEnabled` is off.',
      },
      tokenExpiresAt: tokenExpiry,
    },
  ),
  Challenge: answer('A challenge as it stands.', challengeMembers),
  ChallengeDetail: answer('A challenge as it stands, with its invoice.', {
    ...challengeMembers,
    invoice: ref('Invoice'),
    description: { type: ['string', 'null'], maxLength: limits.descriptionBytesMax },
  }),
  ChallengeList: answer('One page of challenges, newest first.', {
    challenges: { type: 'array', maxItems: limits.listLimitMax, items: ref('Challenge') },
    total: {
      type: 'integer',
      minimum: 0,
      description: `How many there are in all, counted up to ${String(limits.listCountedMax)} beyond this page.`,
    },
    limit: { type: 'integer', minimum: 1, maximum: limits.listLimitMax },
    offset: { type: 'integer', minimum: 0 },
    status: { ...nullable(ref('ChallengeStatus')), description: 'The filter; `null` without one.' },
  }),
};
