import type { ServedProxy } from '@turnpike/proxies';

/**
 * Where an upstream points, as its payers get there: what names the upstream, or a path on it, becomes a path below `base`, which
 * is what stands before the proxy's paths on the host that was asked. What is relative to the page and what points elsewhere
 * stay. Null for a place on the upstream that the proxy does not lead to: nobody learns where it is.
 */
export function publicLocation(
  text: string,
  { origin, prefix }: ServedProxy['upstream'],
  base: string,
): string | null {
  const isRelative = !/^(?:[a-z][a-z0-9+.-]*:|[/\\])/i.test(text);
  if (isRelative || !URL.canParse(text, origin)) return text;
  const url = new URL(text, origin);
  if (!/^https?:$/.test(url.protocol) || url.host !== new URL(origin).host) return text;
  if (url.pathname !== prefix && !url.pathname.startsWith(`${prefix}/`)) return null;
  // Two slashes at the beginning would name a host.
  const rest = url.pathname.slice(prefix.length).replace(/^\/{2,}/, '/');
  return (base + rest || '/') + url.search + url.hash;
}
