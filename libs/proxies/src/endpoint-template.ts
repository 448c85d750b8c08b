import { canonicalPath } from '@turnpike/http402';

const VARIABLE = /^\{[A-Za-z0-9_.-]{1,64}\}$/;

/**
 * A path with `{name}` for segments that may be anything, in the one spelling in which requests are looked up; null if it
 * has none, as no request for it could be admitted.
 */
export function canonicalTemplate(path: string): string | null {
  const segments = path.split('/');
  const filled = segments.map((segment) => (VARIABLE.test(segment) ? 'x' : segment)).join('/');
  if (!path.startsWith('/') || /[{}?#]/.test(filled)) return null;
  const canonical = canonicalPath(Buffer.from(filled, 'utf8'));
  if (!canonical.ok) return null;
  return canonical.path
    .split('/')
    .map((segment, i) => (VARIABLE.test(segments[i] ?? '') ? (segments[i] ?? '') : segment))
    .join('/');
}

/** How closely a template fits a path: more literal segments first, then literal ones sooner, then the same letter case. */
export interface Closeness {
  readonly literals: number;
  /** One character for each segment: `1` for a literal one, `0` for any. */
  readonly places: string;
  readonly isExact: boolean;
}

/** How closely a canonical path fits a template; null if it does not, whatever the case of its letters. */
export function closenessOf(template: string, path: string): Closeness | null {
  const [expected, given] = [template.split('/'), path.split('/')];
  if (expected.length !== given.length) return null;
  let places = '';
  let isExact = true;
  for (const [i, segment] of expected.entries()) {
    const part = given[i] ?? '';
    if (VARIABLE.test(segment)) {
      if (part === '') return null;
      places += '0';
    } else {
      if (segment.toLowerCase() !== part.toLowerCase()) return null;
      isExact &&= segment === part;
      places += '1';
    }
  }
  return { literals: places.replaceAll('0', '').length, places, isExact };
}

/** Negative where the first fits more closely. */
export function byCloseness(a: Closeness, b: Closeness): number {
  if (a.literals !== b.literals) return b.literals - a.literals;
  if (a.isExact !== b.isExact) return a.isExact ? -1 : 1;
  return a.places < b.places ? 1 : a.places > b.places ? -1 : 0;
}
