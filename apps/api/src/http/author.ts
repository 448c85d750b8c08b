import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import { maskAddress, SYSTEM } from '@turnpike/audit';
import type { Actor, Author } from '@turnpike/audit';
import { ADMIN_KEY_ID } from '@turnpike/members';
import type { FastifyRequest } from 'fastify';

/** Whoever has the operator's key. */
export const OPERATOR_KEY: Actor = Object.freeze({ kind: 'operator', id: ADMIN_KEY_ID, label: null });

/**
 * Who is behind a change that this call makes: a key, an operator, or whoever is signed in. Throws on a route that anybody may
 * call, which is a mistake in the route.
 */
export function authorOf(request: FastifyRequest): Author {
  const actor = request.principal?.actor ?? request.operator ?? memberOf(request);
  if (actor === null) throw new Error('nobody is known to call this route');
  return { actor, correlationId: request.id, address: maskAddress(request.ip) };
}

/** Somebody unknown who calls: what follows is put down to the instance, and to their call. */
export function authorOfStranger(request: FastifyRequest): Author {
  return { ...SYSTEM, correlationId: request.id, address: maskAddress(request.ip) };
}

function memberOf({ session }: FastifyRequest): Actor | null {
  const user = session?.user ?? null;
  return user === null ? null : { kind: 'member', id: user.userId, label: user.email };
}

/** Gives a controller's method whom its changes are put down to. */
export const CurrentAuthor = createParamDecorator((_data: unknown, context: ExecutionContext): Author =>
  authorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
