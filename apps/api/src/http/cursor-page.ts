import { limits } from '@turnpike/config';
import { ValidationFailed } from '@turnpike/problems';

/** Which part of a list is asked for that is read on from where the last part ended. */
export interface CursorPage {
  readonly limit: number;
  /** What the last part ended with; null for the first part. */
  readonly after: string | null;
}

const WHOLE_NUMBER = /^\d{1,9}$/;

/** Reads `limit` (1 to 200, default 20) and `cursor`; anything else, a cursor that is none of ours included, is `ValidationFailed`. */
export function readCursorPage(
  query: Readonly<Record<string, unknown>>,
  isPosition: (text: string) => boolean,
): CursorPage {
  const errors: Record<string, string[]> = {};
  const { limit: text = String(limits.listLimitDefault), cursor } = query;
  const limit = typeof text === 'string' && WHOLE_NUMBER.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > limits.listLimitMax) {
    errors['limit'] = [`limit must be a whole number from 1 to ${String(limits.listLimitMax)}`];
  }
  const after = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString('utf8') : null;
  if (cursor !== undefined && (after === null || !isPosition(after) || cursorOf(after) !== cursor)) {
    errors['cursor'] = ['cursor must be the nextCursor of an answer'];
  }
  if (Object.keys(errors).length > 0) throw new ValidationFailed(errors);
  return { limit, after };
}

/** The cursor to go on after this position. */
export function cursorOf(position: string): string {
  return Buffer.from(position, 'utf8').toString('base64url');
}
