import {
  NotFound,
  SandboxInvoiceExpired,
  SandboxInvoicePaid,
  TestModeOnly,
  ValidationFailed,
} from '@turnpike/problems';
import { jsonBody, jsonResponse, keyWith } from '../json-responses.js';
import type { Paths } from '../openapi-types.js';
import { always, bodyRefused, keyRefused, problemResponses } from '../problem-responses.js';
import { example } from '../schemas/example-values.js';

/** The built-in wallet of test mode. */
export const sandboxPaths: Paths = {
  '/api/sandbox/pay': {
    post: {
      operationId: 'paySandboxInvoice',
      tags: ['Sandbox'],
      summary: 'Pay an invoice of test mode',
      description:
        'Plays the payer’s wallet. Takes a test key of any scope, and only invoices that the same merchant’s test mode made: anything else is not found.',
      security: keyWith(),
      requestBody: jsonBody('SandboxPayRequest', {
        pay: { invoice: example.invoice },
        late: { invoice: example.invoice, outcome: 'pay', settleDelaySeconds: 30 },
      }),
      responses: {
        '200': jsonResponse('What became of it.', 'SandboxPayment', {
          paid: { preimage: example.preimage, paymentHash: example.paymentHash, paidAt: example.paidAt },
          failed: { preimage: null, paymentHash: example.paymentHash, paidAt: null },
        }),
        ...problemResponses(
          ...bodyRefused,
          new ValidationFailed({ invoice: ['invoice should not be empty'] }),
          ...keyRefused(null),
          new TestModeOnly('unlimited'),
          new NotFound('Invoice'),
          new SandboxInvoiceExpired(),
          new SandboxInvoicePaid(),
          ...always,
        ),
      },
    },
  },
};
