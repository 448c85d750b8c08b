import { limits } from '@turnpike/config';

const text = { type: ['string', 'null'] } as const;
const sats = { type: ['integer', 'null'], minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;

/**
 * Body of verify as JSON Schema, compiled once: the hot path's check. What a credential looks like is not its business, as
 * any string there gets a verdict.
 */
export const VERIFY_BODY_SCHEMA = {
  type: 'object',
  properties: {
    macaroon: text,
    preimage: text,
    credential: text,
    resource: { ...text, minLength: 1 },
    amountSats: sats,
    minAmountSats: sats,
    method: text,
    bodySha256: text,
    requestId: { ...text, minLength: 1, maxLength: limits.requestIdCharsMax },
    reserve: { type: ['boolean', 'null'] },
  },
} as const;
