import { createHash, timingSafeEqual } from 'node:crypto';
import type { Actor } from '@turnpike/audit';
import type { KnownSession, MemberRole } from '@turnpike/members';
import type { ApiKeys, Principal } from '@turnpike/merchants';
import {
  InvalidApiKey,
  LiveModeOnly,
  MissingApiKey,
  MissingSession,
  NotFound,
  OriginRefused,
  Problem,
  ScopeMissing,
  TestModeOnly,
} from '@turnpike/problems';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { leastRole, takesSessions } from './access.decorator.js';
import type { Access, KeyAccess, PublicAccess, SessionAccess } from './access.decorator.js';
import { afterWait } from './after-wait.js';
import type { Done } from './after-wait.js';
import { OPERATOR_KEY } from './author.js';
import { addressBucket } from '@turnpike/redis';
import type { RateLimiter } from './rate-limit.js';
import { principalOfSession, sessionOf } from './session-gate.js';
import type { SessionDoor } from './session-gate.js';

type Hook = (request: FastifyRequest, reply: FastifyReply, done: Done) => void;

/**
 * Decides who passes, before a body is read: key or session, then scope or role, then rate. Makes one hook per route, so that
 * nothing about the route is looked up per request. A session is looked for only where no key came. Whether a merchant is
 * active is for the use cases to say.
 */
export class AccessGate {
  private readonly adminDigest: Buffer | null;

  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly limiter: RateLimiter,
    private readonly door: SessionDoor,
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
    return this.hookOf(access, route);
  }

  /** Whether a route exists for anybody: those of the operator do not without a configured key. */
  isServed(route: RouteOptions): boolean {
    return route.config?.access?.kind !== 'admin' || this.adminDigest !== null;
  }

  private hookOf(access: Access, route: RouteOptions): Hook {
    switch (access.kind) {
      case 'key':
        return this.keyHook(access, this.keylessHook(access, route));
      case 'session':
        return this.sessionHook(access);
      case 'admin':
        return this.adminHook();
      case 'public':
        return this.publicHook(access);
    }
  }

  private keyHook(access: KeyAccess, withoutKey: Hook): Hook {
    return (request, reply, done) => {
      const key = presentedKey(request);
      if (key === null) return withoutKey(request, reply, done);
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
    this.pass(access, principal, request, reply, done);
  }

  private pass(
    access: KeyAccess,
    principal: Principal,
    request: FastifyRequest,
    reply: FastifyReply,
    done: Done,
  ): void {
    if (access.testOnly === true && principal.mode !== 'test')
      return done(new TestModeOnly(principal.planTier));
    if (access.liveOnly === true && principal.mode !== 'live' && isOfKey(request, principal))
      return done(new LiveModeOnly());
    request.principal = principal;
    this.limiter.check(access.limit, principal.keyId, reply, done);
  }

  /** What a route for keys does with a call that brings none. */
  private keylessHook(access: KeyAccess, { url, method }: RouteOptions): Hook {
    if (!takesSessions(access, url)) return (_request, _reply, done) => done(new MissingApiKey());
    const least: MemberRole = leastRole(access, [method].flat());
    return (request, reply, done) =>
      this.withSession(request, reply, done, (session) => {
        const principal = principalOfSession(session, access, least, request);
        if (principal instanceof Problem) return done(principal);
        this.pass(access, principal, request, reply, done);
      });
  }

  private sessionHook(access: SessionAccess): Hook {
    return (request, reply, done) =>
      this.withSession(request, reply, done, (session) => {
        if (access.user === true && session.user === null) return done(new MissingSession());
        this.limiter.check(access.limit, `session:${session.id}`, reply, done);
      });
  }

  /** Goes on with the session of a call, or ends in what keeps it out. */
  private withSession(
    request: FastifyRequest,
    reply: FastifyReply,
    done: Done,
    next: (session: KnownSession) => void,
  ): void {
    // Read before the wait: a connection that has ended meanwhile has no address any more.
    const { ip } = request;
    const decide = (session: KnownSession | null): void => {
      if (session === null) return this.refuse(new MissingSession(), ip, reply, done);
      request.session = session;
      next(session);
    };
    try {
      const found = sessionOf(this.door, request);
      if (found !== null && 'then' in found) afterWait(found, decide, done, reply);
      else decide(found);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const isKeyRoute = request.routeOptions.config.access?.kind !== 'session';
      done(error instanceof MissingSession && isKeyRoute ? new MissingApiKey() : error);
    }
  }

  private adminHook(): Hook {
    const { adminDigest } = this;
    return (request, reply, done) => {
      const pass = (operator: Actor): void => {
        request.operator = operator;
        this.limiter.check('admin', operator.id, reply, done);
      };
      const key = presentedKey(request);
      if (key !== null && adminDigest !== null) {
        if (timingSafeEqual(digest(key), adminDigest)) return pass(OPERATOR_KEY);
        return this.refuse(new InvalidApiKey(), request.ip, reply, done);
      }
      // To anybody but a signed-in operator such a route does not exist without a configured key.
      const hidden: Done = adminDigest === null ? (error) => done(hiding(error)) : done;
      if (key !== null) return hidden(new InvalidApiKey());
      this.withSession(request, reply, hidden, ({ user }) => {
        if (user?.operator !== true) return hidden(new InvalidApiKey());
        pass({ kind: 'operator', id: user.userId, label: user.email });
      });
    };
  }

  private publicHook(access: PublicAccess): Hook {
    const { limit, ownOrigin } = access;
    if (limit === null) return (_request, _reply, done) => done();
    return (request, reply, done) => {
      if (ownOrigin === true && !this.door.origin.isPossible(request)) return done(new OriginRefused());
      this.limiter.check(limit, addressBucket(request.ip), reply, done);
    };
  }

  private refuseKey(ip: string | undefined, reply: FastifyReply, done: Done): void {
    this.refuse(new InvalidApiKey(), ip, reply, done);
  }

  /** Only calls with a wrong key or session are counted here, so the limit on them never stands in the way of a right one. */
  private refuse(problem: Problem, ip: string | undefined, reply: FastifyReply, done: Done): void {
    this.limiter.check('failedKeys', addressBucket(ip), reply, (error) => done(error ?? problem));
  }
}

/** What is told of a route that does not exist for the caller. */
function hiding(error: Error | undefined): Error | undefined {
  const tells =
    error instanceof InvalidApiKey || error instanceof MissingApiKey || error instanceof MissingSession;
  return tells || error instanceof OriginRefused ? new NotFound() : error;
}

/** Whether a key has let the call in, by itself or by the session that it has opened. */
function isOfKey({ session }: FastifyRequest, { keyId }: Principal): boolean {
  return session === null ? !keyId.startsWith('session:') : session.byKey;
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
