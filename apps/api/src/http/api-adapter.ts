import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { limits } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { BrokenRequests } from './broken-request.js';
import { correlationIdOf } from '@turnpike/observability';

/** Answers a request that the router gave up on before any hook. */
export type FrameworkErrorHandler = (error: Error, request: FastifyRequest, reply: FastifyReply) => void;

/** Puts around a route what stands around every route. */
export type RoutePreparation = (route: RouteOptions) => void;

/**
 * Nest's bridge to Fastify with our settings: bounds on size and time, the request's id, whose forwarding headers count,
 * and schemas that neither convert nor remove what was sent. What is answered when a route fails or there is none is
 * settled on Fastify itself, so Nest's own handlers for both are not taken.
 */
export class ApiAdapter extends FastifyAdapter {
  private readonly early: RouteOptions[] = [];
  private prepare: RoutePreparation | null = null;

  constructor(env: Env, onFrameworkError: FrameworkErrorHandler, broken: BrokenRequests) {
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
      // Node would refuse a request without Host by a bare 400; the first hook does it with what every answer has.
      http: { headersTimeout: limits.headersTimeoutMillis, requireHostHeader: false },
      routerOptions: { maxParamLength: limits.pathParamCharsMax },
      return503OnClosing: false,
      frameworkErrors: onFrameworkError,
      clientErrorHandler: (error, socket) => broken.answerError(error, socket),
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
    const fastify = this.getInstance();
    fastify.server.maxConnections = limits.connectionsMax;
    fastify.server.on('checkExpectation', broken.refuseExpectation.bind(broken));
    fastify.server.on('connect', broken.refuseTunnel.bind(broken));
    // Here, before any module exists, so that no route can come earlier and stand without guard.
    fastify.addHook('onRoute', (route) => {
      if (this.prepare === null) this.early.push(route);
      else this.prepare(route);
    });
  }

  /** Prepares every route, those that exist already included. To be called once, before the server is ready. */
  prepareRoutes(prepare: RoutePreparation): void {
    this.prepare = prepare;
    for (const route of this.early.splice(0)) prepare(route);
  }

  override setErrorHandler(): FastifyInstance {
    return this.instance;
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.instance;
  }
}
