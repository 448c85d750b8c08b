import { ValidateBy, isISO8601, isRFC3339 } from 'class-validator';

const LAST_MILLIS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Whether a value is an RFC 3339 time that exists, from 1970 to 9999, with its offset from UTC. */
export function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !isRFC3339(value)) return false;
  // RFC 3339 by itself would let 30 February and leap seconds pass, which no Date can hold.
  if (!isISO8601(value, { strict: true, strictSeparator: true })) return false;
  const millis = Date.parse(value);
  return millis >= 0 && millis <= LAST_MILLIS;
}

/** Admits only what {@link isInstant} admits. */
export function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: isInstant,
      defaultMessage: (args) => `${args?.property ?? 'it'} must be a time such as 2026-12-01T10:10:00Z`,
    },
  });
}

/** The instant that an admitted text names; absence stays absence. */
export function instantOf(text: string | null | undefined): Date | null {
  return text === null || text === undefined ? null : new Date(text);
}
