import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { limits } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerBrokenRequest } from './broken-request.js';
import { correlationIdOf } from './correlation-id.js';

/** Answers a request that the router gave up on before any hook. */
export type FrameworkErrorHandler = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

/**
 * Nest's bridge to Fastify with our settings: bounds on size and time, the request's id, whose forwarding headers count,
 * and schemas that neither convert nor remove what was sent. What is answered when a route fails or there is none is
 * settled on Fastify itself, so Nest's own handlers for both are not taken.
 */
export class ApiAdapter extends FastifyAdapter {
  constructor(env: Env, onFrameworkError: FrameworkErrorHandler) {
    super({
      logger: false,
      skipMiddie: true,
      multipart: false,
      genReqId: (request: IncomingMessage) => correlationIdOf(request.headers['x-correlation-id']),
      requestIdHeader: false,
      trustProxy: env.trustedProxies.length === 0 ? false : [...env.trustedProxies],
      bodyLimit: limits.bodyBytesMax,
      requestTimeout: limits.requestTimeoutMillis,
      keepAliveTimeout: limits.keepAliveTimeoutMillis,
      http: { headersTimeout: limits.headersTimeoutMillis },
      routerOptions: { maxParamLength: limits.pathParamCharsMax },
      return503OnClosing: false,
      frameworkErrors: onFrameworkError,
      clientErrorHandler: answerBrokenRequest,
      ajv: {
        customOptions: {
          coerceTypes: false,
          removeAdditional: false,
          useDefaults: false,
          allErrors: false,
          allowUnionTypes: true,
        },
      },
    });
    this.getInstance().server.maxConnections = limits.connectionsMax;
  }

  override setErrorHandler(): FastifyInstance {
    return this.instance;
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.instance;
  }
}
