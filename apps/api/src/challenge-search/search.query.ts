import type { ChallengeSearch, Settlement } from '@turnpike/challenges';
import { limits } from '@turnpike/config';
import { ValidationFailed } from '@turnpike/problems';
import { addDays, parseUtcDay } from '@turnpike/statistics';
import { isInstant } from '../api-keys/instant.decorator.js';
import { readStatus } from '../challenges/page.query.js';
import type { Query } from '../challenges/page.query.js';

/** What is looked for, and which page of it. */
export interface SearchQuery {
  readonly search: ChallengeSearch;
  readonly limit: number;
  readonly cursor: string | null;
}

const SETTLEMENTS: readonly string[] = ['open', 'settled', 'expired', 'unknown'] satisfies Settlement[];
const WHOLE_NUMBER = /^\d{1,9}$/;

/** Reads the members of a search; blank ones ask for nothing. Anything unreadable is `ValidationFailed` (400). */
export function readSearch(query: Query): SearchQuery {
  const errors: Record<string, string[]> = {};
  const read = <Value>(name: string, parse: (text: string) => Value | null, wanted: string): Value | null => {
    const text = query[name];
    if (text === undefined || text === '') return null;
    const value = typeof text === 'string' ? parse(text) : null;
    if (value === null) errors[name] = [`${name} must be ${wanted}`];
    return value;
  };
  const most = limits.searchTextCharsMax;
  const text = (name: string): string | null =>
    read(name, (sent) => (sent.length <= most ? sent : null), `a text of at most ${String(most)} characters`);
  const moment = (name: string, ofDay: (day: string) => string): Date | null =>
    read(
      name,
      (sent) => {
        const day = parseUtcDay(sent);
        if (day !== null) return new Date(`${ofDay(day)}T00:00:00Z`);
        return isInstant(sent) ? new Date(sent) : null;
      },
      'a day such as 2026-12-01 or a time such as 2026-12-01T10:10:00Z',
    );
  const { listLimitDefault, listLimitMax } = limits;
  const page = {
    limit:
      read(
        'limit',
        (sent) => {
          const limit = WHOLE_NUMBER.test(sent) ? Number(sent) : 0;
          return limit >= 1 && limit <= listLimitMax ? limit : null;
        },
        `a whole number from 1 to ${String(listLimitMax)}`,
      ) ?? listLimitDefault,
    cursor: text('cursor'),
  };
  const search = {
    text: text('q')?.trim() || null,
    settlement: read(
      'settlement',
      (sent) => (SETTLEMENTS.includes(sent) ? (sent as Settlement) : null),
      `one of: ${SETTLEMENTS.join(', ')}`,
    ),
    resource: text('resource'),
    payer: text('payer'),
    from: moment('from', (day) => day),
    before: moment('to', (day) => addDays(day, 1)),
  };
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  return { search: { ...search, status: readStatus(query) }, ...page };
}
