import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Principal } from '@turnpike/merchants';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, on routes for holders of an API key; else null. */
    principal: Principal | null;
  }
}

/** Who calls. Throws on a route that is not for holders of an API key, which is a mistake in the route. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error('this route has no principal');
  return request.principal;
}

/** Gives a controller's method the caller. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal =>
  principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
