import { PAID_HEADERS, PAYMENT_RECEIPT_HEADER } from '@turnpike/http402';
import type { UpstreamHeaders } from '@turnpike/outbound';
import { proxyPath } from '@turnpike/proxies';
import { EXPOSED_HEADERS } from './cors.js';
import type { AdmittedRequest } from './admitted-request.js';
import { answerHeaders } from './passed-headers.js';
import { publicLocation } from './public-location.js';

/** What a page of somebody's upstream may do on a host that it shares with us and others: nothing in that host's name. */
const SANDBOX = 'sandbox allow-scripts allow-forms allow-popups allow-downloads';

const paid = new Map(PAID_HEADERS.map(([name, value]) => [name.toLowerCase(), value]));

/** The headers of an answer that was paid for: the upstream's, and what is set whatever it says; with a receipt, where there is one. */
export function paidAnswerHeaders(
  { exchange: { correlationId, hostProxyId }, proxy }: Pick<AdmittedRequest, 'exchange' | 'proxy'>,
  upstream: UpstreamHeaders,
  receipt?: string,
): Record<string, string | string[]> {
  const isOwnHost = hostProxyId !== null;
  const headers = answerHeaders(upstream, isOwnHost);
  const vary = [upstream['vary'] ?? []].flat().join(', ');
  const exposed = [upstream['access-control-expose-headers'] ?? []].flat().join(', ');
  for (const name of ['location', 'content-location']) {
    if (headers[name] === undefined) continue;
    const base = isOwnHost ? '' : proxyPath(proxy.proxyId);
    const places = [headers[name]].flat().map((text) => publicLocation(text, proxy.upstream, base));
    headers[name] = places.filter((place) => place !== null);
  }
  headers['cache-control'] = paid.get('cache-control') ?? 'private';
  headers['vary'] = vary === '' ? (paid.get('vary') ?? '') : `${vary}, ${paid.get('vary') ?? ''}`;
  if (receipt !== undefined) headers[PAYMENT_RECEIPT_HEADER.toLowerCase()] = receipt;
  headers['x-correlation-id'] = correlationId;
  headers['access-control-allow-origin'] = '*';
  headers['access-control-expose-headers'] =
    exposed === '' ? EXPOSED_HEADERS : `${exposed}, ${EXPOSED_HEADERS}`;
  // With the origin open to all, browsers take no answer that lets cookies go along.
  delete headers['access-control-allow-credentials'];
  if (!isOwnHost) {
    const policies = [upstream['content-security-policy'] ?? []].flat();
    headers['content-security-policy'] = [...policies, SANDBOX];
  }
  return headers;
}
