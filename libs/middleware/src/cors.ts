import { CREDENTIAL_CARRIERS } from '@turnpike/http402';

import type { HeaderList, PaywallAnswer } from './answers.js';
import type { CorsOptions } from './paywall-options.js';
import type { RequestFacts } from './request-facts.js';

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
const EXPOSED = 'WWW-Authenticate, Payment-Receipt, Retry-After, X-Correlation-Id';
const PREFLIGHT_SECONDS = '600';

/** Headers for every answer, priced or not: browsers of other origins see what there is to pay. */
export function corsHeaders(cors: CorsOptions | false | undefined): HeaderList {
  const exposed = ['Access-Control-Expose-Headers', EXPOSED] as const;
  return cors === false ? [exposed] : [['Access-Control-Allow-Origin', cors?.origin ?? '*'], exposed];
}

/** The answer to a preflight, which is free and reaches no handler; `null` for any other request. */
export function preflightAnswer(
  facts: RequestFacts<unknown>,
  cors: CorsOptions | false | undefined,
): PaywallAnswer | null {
  if (cors === false || facts.method.toUpperCase() !== 'OPTIONS') return null;
  if (!facts.header('origin') || !facts.header('access-control-request-method')) return null;
  const allowed = [...CREDENTIAL_CARRIERS, 'content-type', ...(cors?.allowHeaders ?? [])].join(', ');
  const headers: HeaderList = [
    ['Access-Control-Allow-Methods', METHODS],
    ['Access-Control-Allow-Headers', allowed],
    ['Access-Control-Max-Age', PREFLIGHT_SECONDS],
    ['Cache-Control', 'no-store'],
  ];
  return { status: 204, headers, body: '' };
}
