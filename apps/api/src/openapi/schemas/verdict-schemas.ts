import { limits } from '@turnpike/config';
import { REASON_TEXT } from '@turnpike/l402';
import { VERIFY_BODY_SCHEMA } from '../../challenges/verify.schema.js';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, ref, request } from './schema-parts.js';

const nothing: Schema = { type: 'null' };

/** The closed list of reasons, in the order in which they are checked, as the text of the reference. */
const reasonTable = Object.entries(REASON_TEXT)
  .map(([reason, text]) => `| \`${reason}\` | ${text} |`)
  .join('\n');

const meanings: Readonly<Record<keyof typeof VERIFY_BODY_SCHEMA.properties, string>> = {
  macaroon: `Base64, standard or URL-safe, at most ${limits.credentialBytesMax} bytes. Up to ${limits.macaroonsPerCredentialMax}, comma-separated: the first whose payment hash and signature fit is judged.`,
  preimage:
    'Hex in either case. Compulsory unless `credential` is sent; anything but 64 hex digits is refused by a verdict. Without `macaroon` it is a credential of the older dialect of the `Payment` scheme: what it bought is found by its hash, as the setting `mppPreimageOnly` allows.',
  credential:
    'What follows `Payment ` in a credential of that scheme, instead of `macaroon` and `preimage`. It is good **once**: for one more try after a failure, reserve the use and release it, or repeat your `requestId`.',
  resource:
    'Must equal what was sold, byte for byte. Always send it: a cheap token must not open a dear resource.',
  amountSats: 'The price must be exactly this.',
  minAmountSats: 'The price must be at least this.',
  method: 'HTTP method of the request. Compulsory if the token names one, otherwise ignored.',
  bodySha256: 'SHA-256 of the request body. Compulsory if the token names one, otherwise ignored.',
  requestId:
    'Your own id of this request, unique per challenge. A repeat, even a simultaneous one, gets the same answer without a second use.',
  reserve: 'Reserve the use; commit or release it once you know how the request ended.',
};

/** The schema that the route itself checks bodies with, each member with its meaning. */
const verifyMembers: Readonly<Record<string, Schema>> = Object.fromEntries(
  Object.entries(VERIFY_BODY_SCHEMA.properties).map(([name, schema]) => [
    name,
    { ...schema, description: meanings[name as keyof typeof meanings] },
  ]),
);

/** The members that a verdict has either way. */
const verdictMembers = (members: Readonly<Record<string, Schema>>): Record<string, Schema> => ({
  resource: nothing,
  merchantId: nothing,
  amountSats: nothing,
  paymentHash: nothing,
  expiresAt: nothing,
  usesRemaining: nothing,
  useId: nothing,
  ...members,
});

/** Schemas of verifying a credential. */
export const verdictSchemas: Readonly<Record<string, Schema>> = {
  Reason: {
    type: 'string',
    enum: Object.keys(REASON_TEXT),
    description: `Why a credential is refused: what a program decides on. In the order of checking:\n\n| \`reason\` | \`error\` |\n|---|---|\n${reasonTable}`,
  },
  VerifyRequest: {
    ...request('The credential that a payer sent, and what it is to open.', [], verifyMembers),
  },
  AcceptedVerdict: answer(
    'The credential is good, and this use of it is on record.',
    {
      valid: { const: true },
      ...verdictMembers({
        resource: ref('Resource'),
        merchantId: ref('MerchantId'),
        amountSats: ref('AmountSats'),
        paymentHash: ref('PaymentHash'),
        expiresAt: { ...ref('Timestamp'), description: 'When the **token** expires.' },
        usesRemaining: {
          type: ['integer', 'null'],
          minimum: 0,
          description: '`maxUses` less committed and reserved uses; `null` if unlimited.',
        },
        useId: {
          ...nullable(ref('UseId')),
          description:
            'Set if the challenge has `maxUses` or the call sent `requestId`, `reserve` or a `credential`.',
        },
      }),
      error: nothing,
      reason: nothing,
      mppReceipt: {
        type: 'string',
        description:
          'For a `credential`: the value of the header `Payment-Receipt`, to be sent with an answer of 200 to 299 only.',
      },
    },
    ['mppReceipt'],
  ),
  RefusedVerdict: answer(
    'The credential is refused; nothing was used.',
    {
      valid: { const: false },
      ...verdictMembers({}),
      error: {
        type: 'string',
        enum: Object.values(REASON_TEXT),
        description: 'The reason as a sentence.',
      },
      reason: ref('Reason'),
      missing: {
        type: ['array', 'null'],
        items: { type: 'string', enum: ['resource', 'amountSats', 'method', 'bodySha256'] },
        description: 'With `missing_context`: the members to send. `amountSats` stands for either amount.',
      },
    },
    ['missing'],
  ),
  Verdict: { oneOf: [ref('AcceptedVerdict'), ref('RefusedVerdict')] },
};
