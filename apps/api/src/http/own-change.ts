import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { OwnChange } from '@turnpike/members';
import type { FastifyRequest } from 'fastify';
import { authorOf } from './author.js';
import { sessionOfCall } from './principal.js';

/** Gives a controller's method whom a change of their own account is put down to, and whose log has it. */
export const CurrentOwnChange = createParamDecorator(
  (_data: unknown, context: ExecutionContext): OwnChange => {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { id: sessionId, merchantId } = sessionOfCall(request);
    return { by: authorOf(request), merchantId, sessionId };
  },
);
