import { REASON_TEXT } from '@turnpike/l402';
import { ValidationFailed } from '@turnpike/problems';
import { jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Operation } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, planRefused, problemResponses } from '../problem-responses.js';
import { replayedHeader } from '../response-headers.js';
import { examplePaymentTexts } from '../schemas/example-payment.js';
import { example } from '../schemas/example-values.js';

const nothing = {
  resource: null,
  merchantId: null,
  amountSats: null,
  paymentHash: null,
  expiresAt: null,
  usesRemaining: null,
  useId: null,
};

/** A verdict that admits the request, as all examples tell it. */
export const acceptedExample = {
  valid: true,
  resource: example.resource,
  merchantId: example.merchantId,
  amountSats: example.amountSats,
  paymentHash: example.paymentHash,
  error: null,
  reason: null,
  expiresAt: example.tokenExpiresAt,
  usesRemaining: null,
  useId: null,
};

/** POST /api/l402/challenges/verify */
export const verifyCredential: Operation = {
  operationId: 'verifyCredential',
  tags: ['Challenges'],
  summary: 'Verify a credential',
  description:
    'Judges what a payer sent, and counts the use if it is good. The answer is 200 either way: look at `valid`. The signature, the merchant, the mode, the expiry, revocation, the number of uses and the settlement policy are always checked; the resource and the price as soon as you send them. A 503 means that nothing is known: send the same request again, and never ask the payer to pay a second time.',
  security: keyWith('challenges:verify'),
  requestBody: jsonBody('VerifyRequest', {
    bound: {
      macaroon: example.macaroon,
      preimage: example.preimage,
      resource: example.resource,
      minAmountSats: example.amountSats,
      method: 'GET',
    },
    reserving: {
      macaroon: example.macaroon,
      preimage: example.preimage,
      resource: example.resource,
      minAmountSats: example.amountSats,
      requestId: example.requestId,
      reserve: true,
    },
    payment: {
      credential: examplePaymentTexts.credential,
      resource: example.resource,
      minAmountSats: example.amountSats,
      requestId: example.requestId,
      reserve: true,
    },
  }),
  responses: {
    '200': jsonResponse(
      'The verdict.',
      'Verdict',
      {
        accepted: acceptedExample,
        reserved: { ...acceptedExample, usesRemaining: 2, useId: example.useId },
        payment: { ...acceptedExample, useId: example.useId, mppReceipt: examplePaymentTexts.receipt },
        refused: {
          valid: false,
          ...nothing,
          error: REASON_TEXT.wrong_resource,
          reason: 'wrong_resource',
        },
        contextMissing: {
          valid: false,
          ...nothing,
          error: REASON_TEXT.missing_context,
          reason: 'missing_context',
          missing: ['resource', 'amountSats'],
        },
      },
      replayedHeader,
    ),
    ...problemResponses(
      ...bodyRefused,
      new ValidationFailed({ preimage: ['preimage is required'] }),
      ...keyRefused('challenges:verify'),
      ...planRefused,
      ...always,
    ),
  },
};
