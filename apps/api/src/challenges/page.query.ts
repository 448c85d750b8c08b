import { limits } from '@turnpike/config';
import { InvalidStatusFilter, ValidationFailed } from '@turnpike/problems';
import { type ChallengeStatus } from '@turnpike/challenges';

/** A query string as the server parsed it. */
export type Query = Readonly<Record<string, unknown>>;

/** Which part of a list is asked for. */
export interface Page {
  readonly limit: number;
  readonly offset: number;
}

const WHOLE_NUMBER = /^\d{1,9}$/;
const STATUSES: readonly string[] = ['paid', 'unpaid', 'expired'] satisfies ChallengeStatus[];

/** Reads `limit` (1 to 200, default 20) and `offset` (0 and up); anything else is `ValidationFailed` (400). */
export function readPage(query: Query): Page {
  const errors: Record<string, string[]> = {};
  const read = (name: string, min: number, max: number, absent: number): number => {
    const text = query[name];
    if (text === undefined) return absent;
    const value = typeof text === 'string' && WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    errors[name] = [`${name} must be a whole number from ${String(min)} to ${String(max)}`];
    return absent;
  };
  const limit = read('limit', 1, limits.listLimitMax, limits.listLimitDefault);
  const offset = read('offset', 0, limits.listOffsetMax, 0);
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  return { limit, offset };
}

/** Reads `status`; absent or empty is no filter, anything unknown `InvalidStatusFilter` (400). */
export function readStatus(query: Query): ChallengeStatus | null {
  const status = query.status;
  if (status === undefined || status === '') return null;
  if (typeof status !== 'string' || !STATUSES.includes(status)) throw new InvalidStatusFilter();
  return status as ChallengeStatus;
}
