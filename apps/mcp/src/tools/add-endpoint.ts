import { z } from 'zod/v4';
import type { BrokerRoutes } from '../broker-routes.js';
import { httpMethod, positive, proxyId, sats, text } from '../input-terms.js';
import type { ProducerTool } from '../producer-tool.js';

const input = z.strictObject({
  proxyId,
  endpointId: text.describe('A name of your own, once in each proxy'),
  path: z
    .string()
    .startsWith('/', 'must begin with /')
    .describe('Such as /users/{id}, where {id} stands for one segment'),
  httpMethod,
  basePriceSats: sats.describe('Price of a request in satoshis'),
  summary: z.string().optional().describe('What it gives, for those who look for it'),
  maxUses: positive.optional().describe('How many requests a purchase is good for; any number by default'),
  tokenValiditySeconds: positive.optional().describe('How long a purchase is good'),
  reserve: z.boolean().optional().describe('Whether a use is given back when the API fails; true by default'),
});

/** Gives a path of a proxy a price of its own. */
export class AddEndpoint implements ProducerTool<typeof input> {
  readonly name = 'add_endpoint';
  readonly title = 'Add an endpoint';
  readonly description =
    'Gives a path and method of a proxy a price of its own. The path with the most literal segments counts.';
  readonly input = input;
  readonly secrets = [];
  readonly annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };

  constructor(private readonly routes: BrokerRoutes) {}

  /** The endpoint. */
  run({ proxyId: id, ...body }: z.output<typeof input>, signal: AbortSignal): Promise<object> {
    return this.routes.ask({ method: 'POST', path: `/api/proxy/${id}/manifest/endpoints`, body }, signal);
  }
}
