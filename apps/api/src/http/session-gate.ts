import { isRoleAtLeast } from '@turnpike/members';
import type { KnownSession, MemberRole, Sessions } from '@turnpike/members';
import type { Principal } from '@turnpike/merchants';
import {
  MissingSession,
  OriginRefused,
  RoleMissing,
  ScopeMissing,
  ValidationFailed,
} from '@turnpike/problems';
import type { Problem } from '@turnpike/problems';
import type { FastifyRequest } from 'fastify';
import type { KeyAccess } from './access.decorator.js';
import type { OwnOrigin } from './own-origin.js';
import type { SessionCookie } from './session-cookie.js';

const MODE_HEADER = 'x-turnpike-mode';

/** What lets sessions in: where they are looked up, what brings them, and how our own pages are known. */
export interface SessionDoor {
  readonly sessions: Pick<Sessions, 'of'>;
  readonly origin: Pick<OwnOrigin, 'isProven' | 'isPossible'>;
  readonly cookie: Pick<SessionCookie, 'of'>;
}

/** Whether a method changes nothing, so that pages of other sites may cause it: they cannot read the answer. */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/**
 * The session of a request. What changes something must come from our own pages (`OriginRefused`) and is looked up afresh, so
 * that a session which has ended leaves nothing behind. Null for a cookie that is no session; `MissingSession` without one.
 */
export function sessionOf(
  { sessions, origin, cookie }: SessionDoor,
  request: FastifyRequest,
): KnownSession | null | Promise<KnownSession | null> {
  const token = cookie.of(request, 'tp_session');
  if (token === null) throw new MissingSession();
  const changes = !isSafe(request.method);
  if (changes && !origin.isProven(request)) throw new OriginRefused();
  return sessions.of(token, changes);
}

/**
 * Who a session is on a route that takes keys, too. A session that a key has opened is judged by the key's scopes, a member's
 * by their role. Returns the refusal otherwise.
 */
export function principalOfSession(
  session: KnownSession,
  access: KeyAccess,
  least: MemberRole,
  request: FastifyRequest,
): Principal | Problem {
  const mode = modeOf(request, session);
  if (mode === null) {
    const allowed = session.mode ?? 'test or live';
    return new ValidationFailed({ [MODE_HEADER]: [`X-Turnpike-Mode must be ${allowed}`] });
  }
  const principal = session.principals[mode];
  if (principal === undefined) return new RoleMissing(least);
  if (session.byKey) {
    const missing = access.scopes.find((scope) => !principal.scopes.has(scope));
    return missing === undefined ? principal : new ScopeMissing(missing, principal.planTier);
  }
  return isRoleAtLeast(session.role, least) ? principal : new RoleMissing(least);
}

/** The mode that a request is about: that of the key which opened the session, else what the header says, or test. */
function modeOf(request: FastifyRequest, session: KnownSession): 'test' | 'live' | null {
  const named = request.headers[MODE_HEADER];
  if (named === undefined) return session.mode ?? 'test';
  if (named !== 'test' && named !== 'live') return null;
  return session.mode === null || session.mode === named ? named : null;
}
