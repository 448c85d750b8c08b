import { limits } from '@turnpike/config';
import type { Schema } from '../openapi-types.js';

/** The values that several resources share, each with one form. */
export const valueSchemas: Readonly<Record<string, Schema>> = {
  PaymentHash: {
    type: 'string',
    pattern: '^[0-9a-f]{64}$',
    description: 'SHA-256 of the preimage, 64 lower-case hex digits. Unique per merchant and mode.',
  },
  Preimage: {
    type: 'string',
    pattern: '^[0-9a-f]{64}$',
    description: 'What the payer’s wallet learns by paying, 64 lower-case hex digits.',
  },
  Timestamp: {
    type: 'string',
    format: 'date-time',
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?Z$',
    description: 'RFC 3339 in UTC, with `Z`.',
  },
  Invoice: {
    type: 'string',
    pattern: '^ln(bc|tbs|tb|bcrt)[0-9]+[munp]?1[02-9ac-hj-np-z]+$',
    description:
      'BOLT 11 payment request. It always carries its amount. In test mode it begins with `lnbcrt`.',
  },
  MerchantId: { type: 'integer', minimum: 1, description: 'The number of a merchant.' },
  AmountSats: { type: 'integer', minimum: 1, description: 'Whole satoshis.' },
  Resource: {
    type: 'string',
    minLength: 1,
    maxLength: limits.resourceBytesMax,
    description: `What is sold, usually a path: 1 to ${limits.resourceBytesMax} bytes of UTF-8, not blank, without control characters. Kept and compared byte for byte; nothing is normalised.`,
  },
  UseId: {
    type: 'string',
    pattern: '^use_[A-Za-z0-9_-]+$',
    description: 'Names one use of a challenge. Opaque.',
  },
  Mode: { type: 'string', enum: ['test', 'live'], description: 'What the API key is for.' },
};
