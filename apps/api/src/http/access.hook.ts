import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeys, Principal } from '@turnpike/merchants';
import { InvalidApiKey, MissingApiKey, NotFound, ScopeMissing, TestModeOnly } from '@turnpike/problems';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction, RouteOptions } from 'fastify';
import type { Access, AdminAccess, KeyAccess, PublicAccess } from './access.decorator.js';
import { addressBucket } from './client-address.js';
import type { RateLimiter } from './rate-limit.js';

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

/**
 * Decides who passes, before a body is read: key, then scope, then rate. Makes one hook per route, so that nothing about
 * the route is looked up per request. Whether a merchant is active is for the use cases to say.
 */
export class AccessGate {
  private readonly adminDigest: Buffer | null;

  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly limiter: RateLimiter,
    adminApiKey: string | null,
  ) {
    this.adminDigest = adminApiKey === null ? null : digest(adminApiKey);
  }

  /** The hook for a route; throws when the route declares no access, so that none can be open by mistake. */
  hookFor(route: RouteOptions): Hook {
    const access = route.config?.access;
    if (access === undefined) {
      throw new Error(`the route ${String(route.method)} ${route.url} does not declare who may call it`);
    }
    return this.hookOf(access);
  }

  private hookOf(access: Access): Hook {
    switch (access.kind) {
      case 'key':
        return this.keyHook(access);
      case 'admin':
        return this.adminHook(access);
      case 'public':
        return this.publicHook(access);
    }
  }

  private keyHook(access: KeyAccess): Hook {
    return (request, reply, done) => {
      const key = presentedKey(request);
      if (key === null) return done(new MissingApiKey());
      const holder = this.apiKeys.authenticate(key);
      if (holder === null || !('then' in holder)) return this.admit(access, holder, request, reply, done);
      holder.then(
        (late) => this.admit(access, late, request, reply, done),
        (error: unknown) =>
          done(error instanceof Error ? error : new Error('authentication failed', { cause: error })),
      );
    };
  }

  private admit(
    access: KeyAccess,
    principal: Principal | null,
    request: FastifyRequest,
    reply: FastifyReply,
    done: HookHandlerDoneFunction,
  ): void {
    if (principal === null) return this.refuseKey(request, reply, done);
    for (const scope of access.scopes) {
      if (!principal.scopes.has(scope)) return done(new ScopeMissing(scope, principal.planTier));
    }
    if (access.testOnly === true && principal.mode !== 'test')
      return done(new TestModeOnly(principal.planTier));
    request.principal = principal;
    this.limiter.check(access.limit, principal.keyId, reply, done);
  }

  private adminHook(_access: AdminAccess): Hook {
    const { adminDigest } = this;
    if (adminDigest === null) return (_request, _reply, done) => done(new NotFound());
    return (request, reply, done) => {
      const key = presentedKey(request);
      if (key === null) return done(new MissingApiKey());
      if (!timingSafeEqual(digest(key), adminDigest)) return this.refuseKey(request, reply, done);
      this.limiter.check('admin', 'operator', reply, done);
    };
  }

  private publicHook(access: PublicAccess): Hook {
    const { limit } = access;
    if (limit === null) return (_request, _reply, done) => done();
    return (request, reply, done) => this.limiter.check(limit, addressBucket(request.ip), reply, done);
  }

  /** Only calls with a wrong key are counted here, so the limit on them never stands in the way of a right one. */
  private refuseKey(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    this.limiter.check('failedKeys', addressBucket(request.ip), reply, (error) =>
      done(error ?? new InvalidApiKey()),
    );
  }
}

/** The header's value, or null if it is absent or blank. */
function presentedKey(request: FastifyRequest): string | null {
  const header = request.headers['x-api-key'];
  const key = typeof header === 'string' ? header.trim() : '';
  return key === '' ? null : key;
}

/** Digests are of one length, so that a comparison tells nothing about the length of the key either. */
function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
