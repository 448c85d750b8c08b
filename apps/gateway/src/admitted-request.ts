import type { VerifyAnswer } from '@turnpike/challenges';
import type { Credential } from '@turnpike/http402';
import type { ServedProxy } from '@turnpike/proxies';
import type { Exchange } from './exchange.js';
import { requestHeaders } from './passed-headers.js';
import type { Target } from './read-target.js';

/** A request that was paid for, on its way to the upstream. */
export interface AdmittedRequest {
  readonly exchange: Exchange;
  readonly proxy: ServedProxy;
  readonly target: Target;
  readonly credential: Credential | null;
  readonly paid: Pick<VerifyAnswer, 'paymentHash' | 'amountSats' | 'mppReceipt'>;
  /** The use that is reserved for it; null where none can be given back. */
  readonly reservedUseId: string | null;
}

/** What marks that a request went through a gateway like this one. */
const HOP = '1.1 turnpike';

/** How often a request has passed through gateways like this one. */
export function hopsOf(via: string | undefined): number {
  return via === undefined ? 0 : via.split(',').filter((one) => one.trim() === HOP).length;
}

/** Where the request goes, and with which headers. */
export function upstreamOf({ exchange, proxy, target, credential, paid }: AdmittedRequest): {
  readonly origin: string;
  readonly path: string;
  readonly headers: string[];
} {
  const { request, caller } = exchange;
  const via = request.headers.via;
  const others: [string, string][] = [['via', via === undefined ? HOP : `${via}, ${HOP}`]];
  if (paid.paymentHash !== null) others.push(['x-l402-payment-hash', paid.paymentHash]);
  if (paid.amountSats !== null) others.push(['x-l402-amount-sats', String(paid.amountSats)]);
  if (caller.ip !== undefined) others.push(['x-forwarded-for', caller.ip]);
  others.push(['x-forwarded-proto', caller.protocol]);
  if (caller.hostWithPort !== '') others.push(['x-forwarded-host', caller.hostWithPort]);
  others.push(['x-correlation-id', exchange.correlationId]);
  const { origin, prefix } = proxy.upstream;
  return {
    origin,
    path: prefix + target.path + target.tail,
    headers: requestHeaders(request.rawHeaders, credential, { auth: proxy.auth, others }),
  };
}
