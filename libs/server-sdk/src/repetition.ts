import { L402ApiError, L402NetworkError, type L402ServerError } from './errors.js';
import { SDK_BOUNDS } from './sdk-bounds.js';

/** Statuses that say "not now" where `Retry-After` says when: a key in use by another call, too many, not available. */
const LATER: ReadonlySet<number> = new Set([409, 429, 503]);

/**
 * How many milliseconds to wait before asking again after this failure, or `null` if that is no use: it was a refusal, it
 * was tried often enough, or the broker asks for more time than the caller has.
 */
export function pauseBeforeRepeat(attempt: number, failure: L402ServerError): number | null {
  if (attempt >= SDK_BOUNDS.attemptsMax) return null;
  if (failure instanceof L402NetworkError) {
    const backoff = SDK_BOUNDS.backoffMillis * 2 ** (attempt - 1);
    return backoff * (0.5 + Math.random());
  }
  if (!(failure instanceof L402ApiError) || !LATER.has(failure.statusCode)) return null;
  if (failure.retryAfterSeconds === undefined) return null;
  const pause = failure.retryAfterSeconds * 1000;
  return pause <= SDK_BOUNDS.pauseMillisMax ? pause : null;
}
