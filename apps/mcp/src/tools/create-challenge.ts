import type { L402Server } from '@turnpike/server-sdk';
import { z } from 'zod/v4';
import { hex64, httpMethod, positive, sats } from '../input-terms.js';
import type { ProducerTool } from '../producer-tool.js';

const input = z.strictObject({
  // Kept byte for byte, as it will be verified.
  resource: z.string().min(1, 'must not be empty').describe('What is sold, such as /v1/forecast'),
  priceSats: sats.describe('Price in satoshis'),
  description: z.string().optional().describe('Text of the invoice, which the wallet of the payer shows'),
  maxUses: positive.optional().describe('How many requests the purchase is good for; any number by default'),
  payer: z
    .string()
    .optional()
    .describe('Your own id of the payer, whose open challenge on equal terms comes back'),
  method: httpMethod.optional().describe('HTTP method to which the token is bound'),
  bodySha256: hex64.optional().describe('SHA-256 of the request body to which the token is bound'),
  tokenValiditySeconds: positive.optional().describe('How long the purchase is good'),
  metadata: z.record(z.string(), z.string()).optional().describe('Your own notes, which payers never see'),
  idempotencyKey: z.string().optional().describe('The same key gives the same challenge'),
});

/** Mints an invoice and a macaroon. */
export class CreateChallenge implements ProducerTool<typeof input> {
  readonly name = 'create_challenge';
  readonly title = 'Create a challenge';
  readonly description =
    'Mints a challenge for a resource: a Lightning invoice and a macaroon to hand to the payer. With a test key (tp_test_) the ' +
    'invoice is of the sandbox. Each call is a new challenge unless idempotencyKey or payer says that it is the same.';
  readonly input = input;
  readonly secrets = [];
  readonly annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };

  constructor(private readonly challenges: L402Server) {}

  /** The challenge. */
  run(terms: z.output<typeof input>, signal: AbortSignal): Promise<object> {
    return this.challenges.createChallenge(terms, { signal });
  }
}
