import type { FastifyInstance } from 'fastify';
import type { Access } from '../http/access.decorator.js';
import { type Instance, openApiDocument } from './document.js';

const access: Access = { kind: 'public', limit: 'publicRead' };

/** How long a client may keep the document: it changes only with the version or the configuration. */
const maxAgeSeconds = 300;

/** `GET /openapi.json`: the document of this instance, for anybody. */
export function registerOpenApi(fastify: FastifyInstance, instance: Instance): void {
  const text = JSON.stringify(openApiDocument(instance));
  fastify.get('/openapi.json', { config: { access } }, (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .header('cache-control', `public, max-age=${maxAgeSeconds}`)
      .send(text),
  );
}
