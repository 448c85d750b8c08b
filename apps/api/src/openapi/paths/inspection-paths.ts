import { ValidationFailed } from '@turnpike/problems';
import { jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';

const inspection = {
  format: 'v2',
  scheme: 'L402',
  location: null,
  identifier: {
    hex: `0000${example.paymentHash}${'0'.repeat(64)}`,
    version: 0,
    paymentHash: example.paymentHash,
    tokenId: '0'.repeat(64),
    text: null,
  },
  caveats: [
    {
      text: 'path=/weather',
      condition: 'path',
      value: '/weather',
      known: true,
      meaning: 'Good for the resource /weather only, byte for byte.',
    },
  ],
  signature: '0'.repeat(64),
  preimage: { present: true, matches: true },
  invoice: null,
  verdict: {
    valid: false,
    reason: 'expired',
    error: 'Token expired',
    explanation: 'The token’s time is over. The payer buys again.',
  },
  ours: true,
};

/** Looking into tokens. */
export const inspectionPaths: Paths = {
  '/api/merchant/inspect': {
    post: {
      operationId: 'inspectToken',
      tags: ['Merchant'],
      summary: 'Look into a token',
      description:
        'For people: what a text holds, what its caveats mean, and what verify would answer in the mode of the key. It counts no use and repeats no preimage; any text has an answer.',
      security: keyWith('merchant:admin'),
      requestBody: jsonBody('InspectRequest', {
        header: { text: 'L402 AgEIdHVybnBpa2UCQgAA…:6b1c…', resource: '/weather', amountSats: 100 },
      }),
      responses: {
        '200': jsonResponse('What it is.', 'Inspection', { expired: inspection }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({
            text: ['text must be shorter than or equal to 16384 characters', 'text must be a string'],
          }),
          ...keyRefused('merchant:admin'),
          ...always,
        ),
      },
    },
  },
};
