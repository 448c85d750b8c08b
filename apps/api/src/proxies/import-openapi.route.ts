import { PayloadTooLarge, ValidationFailed } from '@turnpike/problems';
import { type ImportOpenApi, type ImportSource, proxyBounds } from '@turnpike/proxies';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../http/access.decorator.js';
import { authorOf } from '../http/author.js';
import { principalOf } from '../http/principal.js';

const ACCESS: Access = { kind: 'key', scopes: ['merchant:admin'], limit: 'write', sessions: true };

interface ImportCall {
  readonly Params: { readonly proxyId: string };
  readonly Body: Readonly<Record<string, unknown>> | undefined;
}

/** `POST /api/proxy/{proxyId}/manifest/import`, put straight on Fastify for the size of its body. */
export function registerImport(fastify: FastifyInstance, importing: ImportOpenApi): void {
  fastify.route({
    method: 'POST',
    url: '/api/proxy/:proxyId/manifest/import',
    bodyLimit: proxyBounds.importBytesMax,
    config: { access: ACCESS },
    errorHandler(error) {
      throw error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
        ? new PayloadTooLarge(proxyBounds.importBytesMax)
        : error;
    },
    handler: (request: FastifyRequest<ImportCall>) => {
      const [principal, { proxyId }, body] = [principalOf(request), request.params, request.body ?? {}];
      const source = sourceOf(body);
      return isDryRun(body)
        ? importing.preview(principal, proxyId, source)
        : importing.run(principal, proxyId, source, authorOf(request));
    },
  });
}

function sourceOf({ url, document }: Readonly<Record<string, unknown>>): ImportSource {
  if (document !== undefined && document !== null) return { document };
  if (typeof url === 'string' && url !== '' && url.length <= proxyBounds.urlCharsMax) return { url };
  throw new ValidationFailed({ url: ['url or document is required'] });
}

function isDryRun({ dryRun = null }: Readonly<Record<string, unknown>>): boolean {
  if (dryRun === null || typeof dryRun === 'boolean') return dryRun === true;
  throw new ValidationFailed({ dryRun: ['dryRun must be true or false'] });
}
