import { limits } from '@turnpike/config';
import { ValidationFailed } from '@turnpike/problems';
import type { Query } from '../challenges/page.query.js';

/** Which part of a list is asked for that is paged by where the last page ended. */
export interface KeysetPage {
  readonly limit: number;
  /** Null: from the beginning. What it stands for is for the list to say. */
  readonly cursor: string | null;
}

const CURSOR_CHARS_MAX = 256;

/** Reads `limit` (1 to 200, default 20) and `cursor`; anything else is `ValidationFailed` (400). */
export function readKeysetPage({ limit: text, cursor = null }: Query): KeysetPage {
  const limit = text === undefined ? limits.listLimitDefault : wholeNumber(text);
  if (limit === null || limit < 1 || limit > limits.listLimitMax) {
    throw new ValidationFailed({
      limit: [`limit must be a whole number from 1 to ${limits.listLimitMax}`],
    });
  }
  if (cursor !== null && (typeof cursor !== 'string' || cursor.length > CURSOR_CHARS_MAX))
    throw wrongCursor();
  return { limit, cursor };
}

/** The complaint about a cursor that no list has answered. */
export function wrongCursor(): ValidationFailed {
  return new ValidationFailed({ cursor: ['cursor must be the nextCursor of an answer'] });
}

function wholeNumber(text: unknown): number | null {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
