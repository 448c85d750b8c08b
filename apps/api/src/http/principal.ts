import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Actor } from '@turnpike/audit';
import type { KnownSession, SignedInUser } from '@turnpike/members';
import type { Principal } from '@turnpike/merchants';
import { MissingSession } from '@turnpike/problems';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, on routes for holders of an API key, and for members; else null. */
    principal: Principal | null;
    /** The session that lets the call in; null where a key or nothing did. */
    session: KnownSession | null;
    /** Who calls, on routes of the operator; else null. */
    operator: Actor | null;
  }
}

/** Who calls. Throws on a route that is not for holders of an API key or members, which is a mistake in the route. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error('this route has no principal');
  return request.principal;
}

/** Gives a controller's method the caller. */
export const CurrentPrincipal = createParamDecorator((_data: unknown, context: ExecutionContext): Principal =>
  principalOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The session that lets a call in. Throws on a route that is not for sessions, which is a mistake in the route. */
export function sessionOfCall(request: FastifyRequest): KnownSession {
  if (request.session === null) throw new Error('this route has no session');
  return request.session;
}

/** Gives a controller's method the session. */
export const CurrentSession = createParamDecorator(
  (_data: unknown, context: ExecutionContext): KnownSession =>
    sessionOfCall(context.switchToHttp().getRequest<FastifyRequest>()),
);

/** Gives a controller's method the user who is signed in; `MissingSession` for a session that is nobody's own. */
export const CurrentUser = createParamDecorator((_data: unknown, context: ExecutionContext): SignedInUser => {
  const { user } = sessionOfCall(context.switchToHttp().getRequest<FastifyRequest>());
  if (user === null) throw new MissingSession();
  return user;
});

/** Gives a controller's method of the operator's routes who it is: the holder of the key, or a signed-in operator. */
export const CurrentOperator = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { operator } = context.switchToHttp().getRequest<FastifyRequest>();
  if (operator === null) throw new Error('this route is not the operator’s');
  return operator;
});
