import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../http/access.decorator.js';
import { principalOf } from '../http/principal.js';
import type { ForwardAuth } from './forward-auth.js';

const ACCESS: Access = { kind: 'key', scopes: ['challenges:verify', 'challenges:write'], limit: 'verify' };

/** `ANY /api/l402/forward-auth`, put straight on Fastify: reverse proxies ask it about every request. */
export function registerForwardAuth(fastify: FastifyInstance, forwardAuth: ForwardAuth): void {
  fastify.route({
    method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/api/l402/forward-auth',
    config: { access: ACCESS },
    async handler(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      const { status, headers, body } = await forwardAuth.answer(principalOf(request), request, reply);
      for (const [name, value] of headers) void reply.header(name, value);
      // As bytes, since Fastify would add a charset to the media type of an object, which JSON types do not have.
      await reply.code(status).send(body === null ? '' : Buffer.from(JSON.stringify(body)));
    },
  });
}
