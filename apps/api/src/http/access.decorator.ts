import { RouteConfig } from '@nestjs/platform-fastify';
import type { RateLimits } from '@turnpike/config';
import type { MemberRole } from '@turnpike/members';
import type { Scope } from '@turnpike/merchants';

/**
 * For holders of an API key with all these scopes, so many calls a minute per key; `testOnly` refuses live keys, `liveOnly`
 * test ones.
 *
 * Signed-in members may call it too where it stands below `/api/merchant/` or says `sessions`: those whose role is at least
 * `role`, which is `read_only` for reads and `developer` for all else unless it is said. For them `liveOnly` is nothing: what
 * they are, they are in both modes.
 */
export interface KeyAccess {
  readonly kind: 'key';
  readonly scopes: readonly Scope[];
  readonly limit: Extract<keyof RateLimits, 'verify' | 'mint' | 'read' | 'write'>;
  readonly testOnly?: true;
  readonly liveOnly?: true;
  readonly sessions?: true;
  readonly role?: MemberRole;
}

/** For whoever is signed in, for whatever merchant or none; `user` refuses sessions that are nobody's own. */
export interface SessionAccess {
  readonly kind: 'session';
  readonly limit: Extract<keyof RateLimits, 'read' | 'write'>;
  readonly user?: true;
}

/**
 * For anybody, so many calls a minute per address; `null` for what supervisors and load balancers ask. `ownOrigin` refuses
 * pages of other sites, where the answer sets a cookie.
 */
export interface PublicAccess {
  readonly kind: 'public';
  readonly limit: Extract<keyof RateLimits, 'publicRead'> | null;
  readonly ownOrigin?: true;
}

/** For whoever runs the instance: by the configured key, or signed in as an operator. Else such a route does not exist. */
export interface AdminAccess {
  readonly kind: 'admin';
}

/** Who may call a route. Every route declares it, or the process does not start. */
export type Access = KeyAccess | SessionAccess | PublicAccess | AdminAccess;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** Whether members who have signed in may call a route that keys may. */
export function takesSessions(access: Access, url: string): access is KeyAccess {
  return access.kind === 'key' && (access.sessions === true || url.startsWith('/api/merchant/'));
}

/** The least role that may call such a route by one of these methods. */
export function leastRole(access: KeyAccess, methods: readonly string[]): MemberRole {
  const isRead = methods.every((method) => method === 'GET' || method === 'HEAD');
  return access.role ?? (isRead ? 'read_only' : 'developer');
}

/**
 * Declares who may call a route, in Fastify's route configuration, where it is checked before the body is read. A route put
 * straight on Fastify says `config: { access }` instead.
 */
export function Access(access: Access): MethodDecorator {
  return RouteConfig({ access });
}
