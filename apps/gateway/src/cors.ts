import type { IncomingMessage } from 'node:http';
import { CREDENTIAL_CARRIERS } from '@turnpike/http402';
import { gatewayBounds } from './gateway-bounds.js';

const NAMES = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:\s*,\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;
const ALLOWED = [...CREDENTIAL_CARRIERS, 'content-type'].join(', ');

/** What pages of any site may read of an answer; no cookies go along, so nobody's session does. */
export const EXPOSED_HEADERS = 'WWW-Authenticate, Payment-Receipt, Retry-After, X-Correlation-Id';

/** Whether a browser asks what it may send, which is free and never passed on. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'OPTIONS' &&
    headers.origin !== undefined &&
    headers['access-control-request-method'] !== undefined
  );
}

/** What it may send: anything, from anywhere. */
export function preflightHeaders({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const asked = headers['access-control-request-headers'] ?? '';
  const more = asked.length <= gatewayBounds.corsHeadersCharsMax && NAMES.test(asked) ? `, ${asked}` : '';
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': headers['access-control-request-method'] ?? 'GET',
    'Access-Control-Allow-Headers': ALLOWED + more,
    'Access-Control-Max-Age': String(gatewayBounds.preflightSeconds),
    Vary: 'Access-Control-Request-Method, Access-Control-Request-Headers',
  };
}
