import { ValidationFailed } from '@turnpike/problems';
import { addDays, daysBetween, parseUtcDay, statisticsBounds, utcDay } from '@turnpike/statistics';
import type { Query } from '../challenges/page.query.js';

/** Days in UTC such as `2026-12-01`, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads `from` and `to`. Without `to` they end today, without `from` they are thirty. Anything else, an end before the
 * beginning, and more days than the bound are `ValidationFailed` (400).
 */
export function readDays(query: Query, now: Date): Days {
  const errors: Record<string, string[]> = {};
  const read = (name: 'from' | 'to', absent: string): string => {
    const text = query[name];
    if (text === undefined || text === '') return absent;
    const day = parseUtcDay(text);
    if (day === null) errors[name] = [`${name} must be a day such as 2026-12-01`];
    return day ?? absent;
  };
  const { overviewDaysDefault, overviewDaysMax } = statisticsBounds;
  const to = read('to', utcDay(now));
  const from = read('from', addDays(to, 1 - overviewDaysDefault));
  if (Object.keys(errors).length === 0) {
    if (from > to) errors['from'] = ['from must not be after to'];
    else if (daysBetween(from, to) > overviewDaysMax)
      errors['from'] = [`from and to must be at most ${String(overviewDaysMax)} days`];
  }
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  return { from, to };
}
