import { ValidationFailed } from '@turnpike/problems';
import { isInstant } from '../api-keys/instant.decorator.js';
import type { Query } from '../challenges/page.query.js';

/** A span of time: from its first moment on, and before its end. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

const DAY_MILLIS = 86_400_000;

/**
 * Reads `from` and `to`, RFC 3339 times. Without `to` the period ends now, without `from` it is so many days long. Anything
 * else, a period that ends before it begins, and one longer than `daysMax` are `ValidationFailed` (400).
 */
export function readPeriod(query: Query, now: Date, daysDefault: number, daysMax: number): Period {
  const errors: Record<string, string[]> = {};
  const read = (name: 'from' | 'to', absent: Date): Date => {
    const text = query[name];
    if (text === undefined || text === '') return absent;
    if (isInstant(text)) return new Date(text as string);
    errors[name] = [`${name} must be a time such as 2026-12-01T10:10:00Z`];
    return absent;
  };
  const to = read('to', now);
  const from = read('from', new Date(to.getTime() - daysDefault * DAY_MILLIS));
  if (Object.keys(errors).length === 0) {
    if (from >= to) errors['from'] = ['from must be before to'];
    else if (to.getTime() - from.getTime() > daysMax * DAY_MILLIS)
      errors['from'] = [`from must be at most ${String(daysMax)} days before to`];
  }
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  return { from, to };
}
