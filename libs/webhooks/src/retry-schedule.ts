import { webhookBounds } from './webhook-bounds.js';

/** What decides when a delivery is tried again. */
export interface FailedAttempt {
  /** How many attempts were made, this one included. */
  readonly attempts: number;
  /** What the receiver asked for; null where it did not. */
  readonly retryAfterSeconds: number | null;
  readonly at: Date;
}

/**
 * When the next attempt is due: after the wait that is next, give or take a fifth, or later if the receiver asked for that,
 * within bounds; not sooner, as attempts are counted and would be over in seconds. Null after the last. `random` is at least 0 and below 1.
 */
export function nextAttemptAt(
  { attempts, retryAfterSeconds, at }: FailedAttempt,
  random: () => number = Math.random,
): Date | null {
  const { retrySeconds, retryJitter, retryAfterSecondsMax } = webhookBounds;
  const scheduled = retrySeconds[attempts - 1];
  if (scheduled === undefined) return null;
  const jittered = scheduled * (1 + retryJitter * (2 * random() - 1));
  const seconds = Math.max(jittered, Math.min(retryAfterSeconds ?? 0, retryAfterSecondsMax));
  return new Date(at.getTime() + seconds * 1000);
}

/** Seconds until the moment that a `Retry-After` names (RFC 9110, 10.2.3); null if it names none. */
export function readRetryAfter(header: unknown, now: Date): number | null {
  if (typeof header !== 'string') return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // Only the form that RFC 9110 has senders write; a bare number or word is a date to some parsers.
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return null;
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? null : Math.max(0, Math.ceil((millis - now.getTime()) / 1000));
}
