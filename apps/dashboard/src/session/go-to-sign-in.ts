import { isSignedOut } from '../api/api-problem.js';
import type { ApiProblem } from '../api/api-problem.js';
import { basePath } from './own-path.js';

/** The kinds of 401 that say "no session", and not "this password is wrong". */
const endedSlugs = new Set(['missing_session', 'invalid_session', 'missing_api_key', 'invalid_api_key']);

/** Leaves for the sign-in page, with the way back, when an answer says that the session is over. */
export function leaveIfSignedOut(error: unknown): void {
  if (!isSignedOut(error) || !endedSlugs.has((error as ApiProblem).slug)) return;
  const { pathname, search, hash } = window.location;
  if (pathname.startsWith(`${basePath}/sign-in`)) return;
  const next = encodeURIComponent(`${pathname}${search}${hash}`);
  window.location.assign(`${basePath}/sign-in?next=${next}`);
}
