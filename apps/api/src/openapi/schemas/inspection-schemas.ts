import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const text: Schema = { type: 'string' };
const orNull: Schema = { type: ['string', 'null'] };
const hex: Schema = { type: 'string', pattern: '^[0-9a-f]*$' };
const boolean: Schema = { type: 'boolean' };

/** Schemas of looking into tokens. */
export const inspectionSchemas: Readonly<Record<string, Schema>> = {
  InspectRequest: request('A text, and the request that it might be for.', ['text'], {
    text: {
      type: 'string',
      maxLength: limits.inspectedCharsMax,
      description:
        'A macaroon in base64, hexadecimal or JSON, with or without its preimage behind a colon, the line of an `Authorization` or `WWW-Authenticate` header, or an invoice.',
    },
    resource: optional('string', { maxLength: limits.resourceBytesMax }),
    amountSats: optional('integer', { minimum: 1 }),
    method: optional('string', { maxLength: 32 }),
  }),
  Inspection: answer('What the text is, and whether verify would let it in. It repeats no preimage.', {
    format: { type: ['string', 'null'], enum: ['v2', 'v1', 'json', null] },
    scheme: { ...orNull, description: '`L402`, `LSAT` or `Payment`, where the text names it.' },
    location: { ...orNull, description: 'Unsigned: anyone may change it.' },
    identifier: nullable(
      answer('What the macaroon is known by. Ours have 66 bytes: version, payment hash, token id.', {
        hex,
        version: { type: ['integer', 'null'], minimum: 0 },
        paymentHash: nullable(ref('PaymentHash')),
        tokenId: nullable(hex),
        text: { ...orNull, description: 'Where it is one.' },
      }),
    ),
    caveats: {
      type: 'array',
      items: answer('One caveat, in its order.', {
        text,
        condition: text,
        value: orNull,
        known: { ...boolean, description: 'Whether we mint and enforce it.' },
        meaning: text,
      }),
    },
    signature: nullable(hex),
    preimage: answer('Whether a preimage was sent, and whether it is the one of the payment hash.', {
      present: boolean,
      matches: { type: ['boolean', 'null'] },
    }),
    invoice: nullable(
      answer('The invoice beside the macaroon.', {
        amountSats: { type: ['integer', 'null'], minimum: 0 },
        network: { type: 'string', enum: ['mainnet', 'testnet', 'signet', 'regtest'] },
        paymentHash: ref('PaymentHash'),
        expiresAt: ref('Timestamp'),
        description: orNull,
      }),
    ),
    verdict: answer('What verify would answer now, in the mode of the key.', {
      valid: boolean,
      reason: nullable(ref('Reason')),
      error: orNull,
      explanation: { ...text, description: 'What it means and what to do about it.' },
    }),
    ours: { ...boolean, description: 'Minted by this instance for this merchant and mode.' },
  }),
};
