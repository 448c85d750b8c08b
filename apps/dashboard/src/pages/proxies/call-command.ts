import type { Proxy, ProxyPrice } from '../../api/shapes/proxies.js';
import { quoted } from '../../ui/quoted.js';
import { samplePath } from './price-order.js';

/** A curl that shows the 402 with its headers. */
export function callCommand(url: string): string {
  return `curl -i ${quoted(url)}`;
}

/** A path of a proxy that is sold: of its first price for GET, else of what it lets through. */
export function callPath(proxy: Pick<Proxy, 'allowedPaths'>, prices: readonly ProxyPrice[]): string {
  const priced = prices.find(({ httpMethod, isActive }) => httpMethod === 'GET' && isActive);
  if (priced !== undefined) return samplePath(priced.path);
  const [allowed] = proxy.allowedPaths;
  return allowed === undefined ? '/' : `/${allowed.replaceAll('*', 'x').replace(/^\/+/, '')}`;
}
