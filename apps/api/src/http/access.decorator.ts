import { RouteConfig } from '@nestjs/platform-fastify';
import type { RateLimits } from '@turnpike/config';
import type { Scope } from '@turnpike/merchants';

/** For holders of an API key with all these scopes, so many calls a minute per key; `testOnly` refuses live keys. */
export interface KeyAccess {
  readonly kind: 'key';
  readonly scopes: readonly Scope[];
  readonly limit: Extract<keyof RateLimits, 'verify' | 'mint' | 'read' | 'write'>;
  readonly testOnly?: true;
}

/** For anybody, so many calls a minute per address; `null` for what supervisors and load balancers ask. */
export interface PublicAccess {
  readonly kind: 'public';
  readonly limit: Extract<keyof RateLimits, 'publicRead'> | null;
}

/** For whoever runs the instance. Without a configured key such a route does not exist. */
export interface AdminAccess {
  readonly kind: 'admin';
}

/** Who may call a route. Every route declares it, or the process does not start. */
export type Access = KeyAccess | PublicAccess | AdminAccess;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/**
 * Declares who may call a route, in Fastify's route configuration, where it is checked before the body is read. A route put
 * straight on Fastify says `config: { access }` instead.
 */
export function Access(access: Access): MethodDecorator {
  return RouteConfig({ access });
}
