/** Milliseconds of a day of UTC, which has no leap seconds here. */
export const DAY_MILLIS = 86_400_000;

/** The day in UTC around a moment, as `2026-12-01`. */
export function utcDay(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The day so many days later; earlier for a negative number. */
export function addDays(day: string, days: number): string {
  return utcDay(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLIS));
}

/** How many days there are from one to another, both included. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MILLIS) + 1;
}

/** Reads a day such as `2026-12-01`; null for anything else, days that the calendar does not have included. */
export function parseUtcDay(text: unknown): string | null {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const moment = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) || utcDay(moment) !== text || !isKept(text) ? null : text;
}

/** Far enough from the ends that days around it are written in the same way. */
function isKept(day: string): boolean {
  return day >= '1970-01-01' && day < '9000-01-01';
}
