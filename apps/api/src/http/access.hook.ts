import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiKeys, Principal } from '@turnpike/merchants';
import { InvalidApiKey, MissingApiKey, NotFound, ScopeMissing, TestModeOnly } from '@turnpike/problems';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import type { Access, AdminAccess, KeyAccess, PublicAccess } from './access.decorator.js';
import { afterWait } from './after-wait.js';
import type { Done } from './after-wait.js';
import { OPERATOR_KEY } from './author.js';
import { addressBucket } from './client-address.js';
import type { RateLimiter } from './rate-limit.js';

type Hook = (request: FastifyRequest, reply: FastifyReply, done: Done) => void;

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

  /** Whether a route exists for anybody: those of the operator do not without a configured key. */
  isServed(route: RouteOptions): boolean {
    return route.config?.access?.kind !== 'admin' || this.adminDigest !== null;
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
      if (holder === null) return this.refuseKey(request.ip, reply, done);
      if (!('then' in holder)) return this.admit(access, holder, request, reply, done);
      // Read before the wait: a connection that has ended meanwhile has no address any more.
      const { ip } = request;
      const decide = (late: Principal | null): void =>
        late === null ? this.refuseKey(ip, reply, done) : this.admit(access, late, request, reply, done);
      afterWait(holder, decide, done, reply);
    };
  }

  private admit(
    access: KeyAccess,
    principal: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
    done: Done,
  ): void {
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
      if (!timingSafeEqual(digest(key), adminDigest)) return this.refuseKey(request.ip, reply, done);
      request.operator = OPERATOR_KEY;
      this.limiter.check('admin', 'operator', reply, done);
    };
  }

  private publicHook(access: PublicAccess): Hook {
    const { limit } = access;
    if (limit === null) return (_request, _reply, done) => done();
    return (request, reply, done) => this.limiter.check(limit, addressBucket(request.ip), reply, done);
  }

  /** Only calls with a wrong key are counted here, so the limit on them never stands in the way of a right one. */
  private refuseKey(ip: string | undefined, reply: FastifyReply, done: Done): void {
    this.limiter.check('failedKeys', addressBucket(ip), reply, (error) => done(error ?? new InvalidApiKey()));
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
