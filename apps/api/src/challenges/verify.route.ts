import { type VerifyAnswer, VerifyCredential, type VerifyRequest } from '@turnpike/challenges';
import { ValidationFailed } from '@turnpike/problems';
import { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { type Access } from '../http/access.decorator.js';
import { principalOf } from '../http/principal.js';
import { VERIFY_BODY_SCHEMA } from './verify.schema.js';

const ACCESS: Access = { kind: 'key', scopes: ['challenges:verify'], limit: 'verify', sessions: true };

/**
 * `POST /api/l402/challenges/verify`, the hot path, put straight on Fastify: its body is checked by a compiled schema
 * instead of the validation pipe, and no Nest machinery runs per request. Answers 200 whatever the credential.
 */
export function registerVerifyRoute(fastify: FastifyInstance, verify: VerifyCredential): void {
  fastify.route({
    method: 'POST',
    url: '/api/l402/challenges/verify',
    schema: { body: VERIFY_BODY_SCHEMA },
    config: { access: ACCESS },
    async handler(
      request: FastifyRequest<{ Body: VerifyRequest }>,
      reply: FastifyReply,
    ): Promise<VerifyAnswer> {
      requireProof(request.body);
      const { answer, replayed } = await verify.run(principalOf(request), request.body);
      if (replayed) void reply.header('x-idempotency-replayed', 'true');
      return answer;
    },
  });
}

function requireProof({ credential, preimage }: VerifyRequest): void {
  if (credential != null || (preimage != null && preimage.trim() !== '')) return;
  throw new ValidationFailed({ preimage: ['preimage is required'] });
}
