import { z } from 'zod/v4';
import type { BrokerRoutes } from '../broker-routes.js';
import { httpMethod, positive, sats, text } from '../input-terms.js';
import type { ProducerTool } from '../producer-tool.js';

const paths = z.array(z.string().startsWith('/', 'must begin with /'));

const input = z.strictObject({
  name: text.describe('What people know the API as'),
  targetBaseUrl: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .describe('Where the API is'),
  defaultPriceSats: sats.describe('Price of a request that no endpoint names'),
  description: z.string().optional(),
  authHeader: text
    .optional()
    .describe('Header that the API wants from us, such as X-API-Key; needs authValue'),
  authValue: text.optional().describe('Its value, a secret: kept sealed and shown to nobody'),
  timeout: positive.optional().describe('Seconds that the API may take'),
  allowedMethods: z.array(httpMethod).optional().describe('Only these are passed on'),
  allowedPaths: paths.optional().describe('Only these are passed on; * stands for anything'),
  blockedPaths: paths.optional().describe('These are never passed on; * stands for anything'),
});

/** Puts an API behind the gateway. */
export class CreateProxy implements ProducerTool<typeof input> {
  readonly name = 'create_proxy';
  readonly title = 'Create a proxy';
  readonly description =
    'Puts an API behind the gateway of the broker, which has each request paid for and passes it on. It sells at once, at ' +
    '`proxyUrl` below the address of the broker, and is told to nobody before publish_proxy.';
  readonly input = input;
  readonly secrets = ['authValue'];
  readonly annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };

  constructor(private readonly routes: BrokerRoutes) {}

  /** The proxy. */
  run(body: z.output<typeof input>, signal: AbortSignal): Promise<object> {
    return this.routes.ask({ method: 'POST', path: '/api/proxy', body }, signal);
  }
}
