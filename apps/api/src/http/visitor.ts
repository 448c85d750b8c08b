import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Visitor } from '@turnpike/members';
import type { FastifyRequest } from 'fastify';
import { addressBucket } from '@turnpike/redis';

/** What is known of whoever calls, before they are anybody. */
export function visitorOf(request: FastifyRequest): Visitor {
  const { ip } = request;
  const userAgent = request.headers['user-agent']?.replace(/[^\x20-\x7e]/g, '') ?? null;
  return { ip, bucket: addressBucket(ip), userAgent, correlationId: request.id };
}

/** Gives a controller's method the visitor. */
export const CurrentVisitor = createParamDecorator((_data: unknown, context: ExecutionContext): Visitor =>
  visitorOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
