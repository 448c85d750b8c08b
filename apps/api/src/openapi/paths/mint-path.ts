import { limits } from '@turnpike/config';
import {
  ChallengePersistFailed,
  EndpointRetired,
  IdempotencyInProgress,
  IdempotencyKeyReuse,
  ValidationFailed,
  WalletInvalidInvoice,
  WalletNotConfigured,
  WalletRateLimited,
  WalletUnavailable,
} from '@turnpike/problems';
import { jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Operation } from '../openapi-types.js';
import {
  always,
  bodyRefused,
  capsReached,
  keyRefused,
  planRefused,
  problemResponses,
} from '../problem-responses.js';
import { replayedHeader } from '../response-headers.js';
import { examplePaymentTexts } from '../schemas/example-payment.js';
import { example } from '../schemas/example-values.js';

/** The answer of a mint, as all examples tell it. */
export const mintedExample = {
  invoice: example.invoice,
  macaroon: example.macaroon,
  paymentHash: example.paymentHash,
  expiresAt: example.invoiceExpiresAt,
  resource: example.resource,
  priceSats: example.amountSats,
  mppChallenge: examplePaymentTexts.challenge,
  tokenExpiresAt: example.tokenExpiresAt,
};

/** POST /api/l402/challenges */
export const mintChallenge: Operation = {
  operationId: 'mintChallenge',
  tags: ['Challenges'],
  summary: 'Mint a challenge',
  description:
    'Asks the merchant’s wallet for an invoice and binds a macaroon to its payment hash. Hand both to the payer. Caps of the merchant’s plan bind live challenges: a call that gets an earlier challenge back does not count, and an endpoint counts once a calendar month (UTC), without its query and with ids in its path as one. With `X-Idempotency-Key`, the same key and body give the same challenge until its invoice expires or it is revoked; of two simultaneous calls one mints and the other gets its answer. A wallet of kind `lnurl` whose service cannot say whether an invoice was paid (no LUD-21) sells nothing under the settlement policy `settled`: 400 `validation_failed`, with `settlementPolicy` in `errors`.',
  security: keyWith('challenges:write'),
  parameters: [
    {
      name: 'X-Idempotency-Key',
      in: 'header',
      required: false,
      description: `Your own name for this request. Blank is absent; only the first ${limits.idempotencyKeyCharsMax} characters count.`,
      schema: { type: 'string' },
      example: 'order-8841',
    },
  ],
  requestBody: jsonBody('MintRequest', {
    plain: { resource: example.resource, priceSats: example.amountSats, description: example.description },
    everything: {
      resource: example.resource,
      priceSats: example.amountSats,
      description: example.description,
      maxUses: 3,
      payer: 'visitor-17',
      method: 'GET',
      bodySha256: null,
      tokenValiditySeconds: 3600,
      metadata: { order: '8841' },
    },
  }),
  responses: {
    '200': jsonResponse(
      'The challenge. Also 200 when it was minted before.',
      'MintedChallenge',
      { minted: mintedExample },
      replayedHeader,
    ),
    ...problemResponses(
      ...bodyRefused,
      new ValidationFailed({ priceSats: ['priceSats must not be less than 1'] }),
      ...keyRefused('challenges:write'),
      ...planRefused,
      ...capsReached,
      new IdempotencyKeyReuse(),
      new IdempotencyInProgress(),
      new WalletNotConfigured(),
      new EndpointRetired(example.resource),
      ...always,
      new ChallengePersistFailed(),
      new WalletInvalidInvoice(),
      new WalletUnavailable(5),
      new WalletRateLimited(30),
    ),
  },
};
