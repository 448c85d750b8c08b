import type { ProxyPrice } from '../../api/shapes/proxies.js';

/** One character for each segment of a path: `1` for one that is written out, `0` for `{any}`. */
function places(path: string): string {
  return path
    .split('/')
    .slice(1)
    .map((segment) => (/^\{.*\}$/.test(segment) ? '0' : '1'))
    .join('');
}

/** Prices in the order in which the gateway prefers them: those with more segments written out first, and sooner ones. */
export function byPrecedence(prices: readonly ProxyPrice[]): readonly ProxyPrice[] {
  const literals = (path: string): number => places(path).replaceAll('0', '').length;
  return [...prices].sort(
    (a, b) =>
      literals(b.path) - literals(a.path) ||
      places(b.path).localeCompare(places(a.path)) ||
      a.path.localeCompare(b.path),
  );
}

/** A path that such a price is asked for, with a word for each segment that may be anything. */
export function samplePath(path: string): string {
  return path.replace(/\{([^}/]+)\}/g, '$1');
}
