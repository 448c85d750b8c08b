import { PAID_HEADERS, paymentRequiredBody } from '@turnpike/http402';
import { NotFound, VerificationUnavailable } from '@turnpike/problems';
import { CHALLENGES_PER_MINUTE_MAX } from '../../instance-sale/challenge-allowance.js';
import { anybody, jsonResponse } from '../json-responses.js';
import type { Paths, Response } from '../openapi-types.js';
import { always, problemResponses } from '../problem-responses.js';
import { everyAnswer, rateLimitHeaders } from '../response-headers.js';
import { example } from '../schemas/example-values.js';
import { ref } from '../schemas/schema-parts.js';

const paymentRequired = paymentRequiredBody({
  macaroon: example.macaroon,
  invoice: example.invoice,
  amountSats: 1,
  paymentHash: example.paymentHash,
  expiresAt: example.invoiceExpiresAt,
  resource: '/l402/test/ping',
});

/** The headers of what was paid for. */
export const paidHeaders = Object.fromEntries(
  PAID_HEADERS.map(([name, value]) => [
    name,
    { description: 'For payers and their own caches only.', required: true, schema: { const: value } },
  ]),
);

/** What a payer is answered without a good credential. */
export const paymentRequiredResponse: Response = {
  description: 'Pay the invoice, then come back with `Authorization: L402 <macaroon>:<preimage>`.',
  headers: {
    ...everyAnswer,
    ...rateLimitHeaders,
    'WWW-Authenticate': {
      description: 'The challenge.',
      required: true,
      schema: { type: 'string', pattern: '^L402 macaroon="[^"]+", invoice="[^"]+"' },
    },
  },
  content: {
    'application/problem+json': {
      schema: ref('PaymentRequired'),
      examples: { unpaid: { value: paymentRequired } },
    },
  },
};

/** What the instance itself sells, and to whom it has sold. */
export const instanceSalePaths: Paths = {
  '/api/l402/pricing': {
    get: {
      operationId: 'getPricing',
      tags: ['Instance'],
      summary: 'What this instance sells',
      security: anybody,
      responses: {
        '200': jsonResponse('Prices.', 'Pricing', {
          example: {
            defaultPriceSats: 1,
            serviceName: 'Turnpike',
            endpoints: [{ pathPattern: '/l402/test/ping', priceSats: 1, description: 'Answers pong.' }],
            tokenValiditySeconds: 3600,
          },
        }),
        ...problemResponses(...always),
      },
    },
  },
  '/api/l402/status': {
    get: {
      operationId: 'getCredentialStatus',
      tags: ['Instance'],
      summary: 'Whether this request carries a good credential',
      description:
        'Reads the credential of the request where `/l402/test/ping` does, and counts no use. It says whether the instance itself sold it and it is good now, for whatever resource and method: those are not compared. Of the schemes only L402 counts.',
      security: anybody,
      responses: {
        '200': jsonResponse('Either way.', 'CredentialStatus', {
          paid: {
            authenticated: true,
            paymentHash: example.paymentHash,
            expiresAt: example.tokenExpiresAt,
            remainingRequests: null,
          },
          unpaid: { authenticated: false, message: 'L402 credential required' },
        }),
        ...problemResponses(...always),
      },
    },
  },
  '/l402/test/ping': {
    get: {
      operationId: 'payToPing',
      tags: ['Instance'],
      summary: 'Pay 1 sat for a pong',
      description: `A paid route to try a client on. 404 unless the instance names the merchant who sells it (\`OPERATOR_MERCHANT\`). On 503 do not pay again: send the same credential later. Each address gets ${String(CHALLENGES_PER_MINUTE_MAX)} new challenges a minute, fewer if public reads are limited to fewer.`,
      security: anybody,
      responses: {
        '200': {
          description: 'Paid.',
          headers: { ...everyAnswer, ...rateLimitHeaders, ...paidHeaders },
          content: { 'text/plain': { schema: { const: 'pong' }, examples: { pong: { value: 'pong' } } } },
        },
        '402': paymentRequiredResponse,
        ...problemResponses(new NotFound(), ...always, new VerificationUnavailable('not_settled', 2)),
      },
    },
  },
};
