const thin = '\u202f';
const minuteSeconds = 60;
const hourSeconds = 3_600;
const daySeconds = 86_400;

/** A whole number with thin spaces between its thousands. */
export function grouped(value: number): string {
  const text = String(Math.abs(Math.round(value))).replace(/\B(?=(\d{3})+$)/g, thin);
  return value < 0 ? `−${text}` : text;
}

/** An amount with its unit. */
export function sats(value: number): string {
  return `${grouped(value)}${thin}${value === 1 ? 'sat' : 'sats'}`;
}

/** A large number in few characters: 12 345 becomes 12.3k. */
export function compact(value: number): string {
  return new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A part of a whole, in per cent; nothing of nothing is a dash. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)}${thin}%`;
}

/** By how much a figure has changed, with its sign; null where there was nothing before. */
export function change(now: number, before: number): string | null {
  if (before === 0) return null;
  const percent = ((now - before) / before) * 100;
  if (Math.abs(percent) < 0.5) return `±0${thin}%`;
  const text =
    Math.abs(percent) >= 1_000 ? `×${(now / before).toFixed(0)}` : `${Math.round(Math.abs(percent))}${thin}%`;
  return `${percent > 0 ? '+' : '−'}${text}`;
}

/** A span of time in its largest unit: 90 seconds are 1 min. */
export function span(seconds: number): string {
  const length = Math.abs(seconds);
  if (length < minuteSeconds) return `${Math.round(length)} s`;
  if (length < hourSeconds) return `${Math.floor(length / minuteSeconds)} min`;
  if (length < daySeconds) return `${Math.floor(length / hourSeconds)} h`;
  const days = Math.floor(length / daySeconds);
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}

/** When something was or will be, as seen from now. */
export function relative(instant: string, nowMillis: number): string {
  const seconds = (Date.parse(instant) - nowMillis) / 1_000;
  if (Number.isNaN(seconds)) return '–';
  if (Math.abs(seconds) < 5) return 'now';
  return seconds > 0 ? `in ${span(seconds)}` : `${span(seconds)} ago`;
}

/** When something was, to the second, in the reader's own time. */
export function absolute(instant: string): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** A day of UTC such as 2030-01-31, in words. */
export function dayWords(day: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}

/** The first and last characters of what is too long to be shown. */
export function shortened(text: string, head = 8, tail = 6): string {
  return text.length <= head + tail + 1 ? text : `${text.slice(0, head)}…${text.slice(-tail)}`;
}

/** A word of the API as a person would write it: `read_only` becomes Read only. */
export function words(text: string): string {
  const spaced = text.replaceAll(/[_.-]+/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
