import { canonicalPath, PATH_REFUSAL_TEXT } from '@turnpike/http402';
import { PathRefused } from '@turnpike/problems';
import { proxyPath } from '@turnpike/proxies';

const BASE = '/l402/proxy/';

/** What a request is for: a proxy, and below it a path in its one spelling. */
export interface Target {
  readonly proxyId: string;
  /** Canonical, from the proxy on; `/` for the proxy itself. */
  readonly path: string;
  /** What is sold: the same whichever host name was asked. */
  readonly resource: string;
  /** What follows the path on its way to the upstream: a final slash and the query, as they came. */
  readonly tail: string;
}

/** Whether a request target looks like one of the gateway's, on a host that is nobody's own. */
export function isGatewayTarget(target: string): boolean {
  return target.startsWith(BASE) || /^https?:\/\/[^/?#]*\/l402\/proxy\//i.test(target);
}

/** Whether a request asks how the instance itself is, on whatever host. */
export function isHealthTarget(target: string): boolean {
  return /^\/health(?:\/(?:live|ready))?(?:\?|$)/.test(target);
}

/**
 * Reads a request target. `hostProxyId` is the proxy that the host name leads to; null on the instance's own. Null if no
 * proxy is asked for. Throws `PathRefused` (400) for what two servers could read differently.
 */
export function readTarget(target: string, hostProxyId: string | null): Target | null {
  const canonical = canonicalPath(target);
  if (!canonical.ok) throw new PathRefused(`${PATH_REFUSAL_TEXT[canonical.why]}.`);
  const { path, query, trailingSlash } = canonical;
  const found = hostProxyId === null ? below(path) : { proxyId: hostProxyId, path };
  if (found === null) return null;
  const resource = proxyPath(found.proxyId) + (found.path === '/' ? '' : found.path);
  const slash = trailingSlash && found.path !== '/' ? '/' : '';
  return { ...found, resource, tail: slash + (query === null ? '' : `?${query}`) };
}

function below(path: string): { proxyId: string; path: string } | null {
  if (!path.startsWith(BASE)) return null;
  const [proxyId = '', ...segments] = path.slice(BASE.length).split('/');
  return { proxyId, path: `/${segments.join('/')}` };
}
