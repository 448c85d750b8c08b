import { PAID_HEADERS, PAYMENT_RECEIPT_HEADER, paymentRequiredBody } from '@turnpike/http402';
import type { Header, Response } from './openapi-types.js';
import { everyAnswer, rateLimitHeaders } from './response-headers.js';
import { example } from './schemas/example-values.js';
import { ref } from './schemas/schema-parts.js';

/** The headers that every paid answer carries, and that of one which a draft-00 credential paid for. */
export const paidHeaders: Readonly<Record<string, Header>> = {
  ...Object.fromEntries(
    PAID_HEADERS.map(([name, value]) => [
      name,
      { description: 'For payers and their own caches only.', required: true, schema: { const: value } },
    ]),
  ),
  [PAYMENT_RECEIPT_HEADER]: {
    description: 'For a credential of the `Payment` scheme.',
    schema: { type: 'string' },
  },
};

/** The 402 of a route that the instance itself sells, with what a challenge for it would look like. */
export function paymentRequired(resource: string, amountSats: number): Response {
  const unpaid = paymentRequiredBody({
    macaroon: example.macaroon,
    invoice: example.invoice,
    amountSats,
    paymentHash: example.paymentHash,
    expiresAt: example.invoiceExpiresAt,
    resource,
  });
  return {
    description: 'Pay the invoice, then come back with `Authorization: L402 <macaroon>:<preimage>`.',
    headers: {
      ...everyAnswer,
      ...rateLimitHeaders,
      'WWW-Authenticate': {
        description:
          'The challenge; on a line of its own, where the seller has it on, the same for the `Payment` scheme.',
        required: true,
        schema: { type: 'string', pattern: '^L402 macaroon="[^"]+", invoice="[^"]+"' },
      },
    },
    content: {
      'application/problem+json': {
        schema: ref('PaymentRequired'),
        examples: { unpaid: { value: unpaid } },
      },
    },
  };
}
