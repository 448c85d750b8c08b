import { z } from 'zod/v4';
import type { BrokerRoutes } from '../broker-routes.js';
import { proxyId, text } from '../input-terms.js';
import type { ProducerTool } from '../producer-tool.js';

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const input = z.strictObject({
  proxyId,
  publiclyListed: z.boolean().default(true).describe('Whether it may stand in the registry of the instance'),
  serviceDescription: z.string().optional(),
  categories: z.array(text).optional().describe('Words that it is found by'),
  contactEmail: z.email('must be an e-mail address').optional(),
  documentationUrl: address.optional(),
  termsOfServiceUrl: address.optional(),
});

/** Tells the public of a proxy and its prices. */
export class PublishProxy implements ProducerTool<typeof input> {
  readonly name = 'publish_proxy';
  readonly title = 'Publish a proxy';
  readonly description =
    'Tells the public of a proxy: its manifest with all prices is served at `manifestUrl`, and, unless publiclyListed is false, it ' +
    'may stand in the registry, which lists those of live keys only. Everybody can read what is published: ask before.';
  readonly input = input;
  readonly secrets = [];
  readonly annotations = { readOnlyHint: false, destructiveHint: false, idempotentHint: true };

  constructor(private readonly routes: BrokerRoutes) {}

  /** What is told of it now. */
  run(
    { proxyId: id, publiclyListed, ...told }: z.output<typeof input>,
    signal: AbortSignal,
  ): Promise<object> {
    const body = { ...told, manifestEnabled: true, manifestPubliclyListed: publiclyListed };
    return this.routes.ask({ method: 'PUT', path: `/api/proxy/${id}/manifest/settings`, body }, signal);
  }
}
