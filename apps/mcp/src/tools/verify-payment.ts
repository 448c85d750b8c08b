import type { L402Server } from '@turnpike/server-sdk';
import { z } from 'zod/v4';
import { hex64, httpMethod, sats, text } from '../input-terms.js';
import type { ProducerTool } from '../producer-tool.js';

const input = z.strictObject({
  macaroon: text.describe('As the payer sent it'),
  preimage: hex64.describe('As the payer sent it: what proves the payment'),
  resource: z
    .string()
    .min(1, 'must not be empty')
    .describe('What the payer asks for, byte for byte as it was sold'),
  minAmountSats: sats.describe(
    'The least that it must have cost: a cheap token must not open a dear resource',
  ),
  method: httpMethod.optional().describe('HTTP method of the request'),
  bodySha256: hex64.optional().describe('SHA-256 of the body of the request'),
  requestId: text.optional().describe('Your own id of this request: a repeat takes no second use'),
});

/** Judges what a payer sent, as a paywall would. */
export class VerifyPayment implements ProducerTool<typeof input> {
  readonly name = 'verify_payment';
  readonly title = 'Verify a payment';
  readonly description =
    'Judges a credential (macaroon and preimage) and counts a use of it if it is good. Decide on `valid`; `reason` says why not. ' +
    'After an error nothing is known: call again with the same requestId, and never ask the payer for a second payment.';
  readonly input = input;
  readonly secrets = ['preimage'];
  readonly annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };

  constructor(private readonly challenges: L402Server) {}

  /** The verdict. */
  run(credential: z.output<typeof input>, signal: AbortSignal): Promise<object> {
    return this.challenges.verifyToken(credential, { signal });
  }
}
