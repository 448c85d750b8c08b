import type { Context, MiddlewareHandler } from 'hono';

import { rememberResult, type L402Result } from '../l402-result.js';
import { mergedHeaders } from '../merged-headers.js';
import type { PaywallOptions } from '../paywall-options.js';
import { Paywall } from '../paywall.js';
import { concludeFetch, fetchAnswer, fetchFacts, lifetimeIn } from './fetch-answers.js';
import { hasPassed, markPassed } from './passed-requests.js';

export { l402Of } from '../l402-result.js';
export type { L402Result } from '../l402-result.js';

/**
 * A middleware of Hono before what is to be paid for. The result is `c.get('l402')` and `l402Of(c.req.raw)`. Throws a
 * `TypeError` for options that cannot be meant.
 */
export function l402(
  options: PaywallOptions<Context>,
): MiddlewareHandler<{ Variables: { l402: L402Result } }> {
  const paywall = new Paywall(options);
  return async (c, next) => {
    const request = c.req.raw;
    if (hasPassed(paywall, request)) return next();
    const { admission, answer } = await paywall.decide(fetchFacts<Context>(request, c));
    if (!admission) return fetchAnswer(answer, request.method);
    markPassed(paywall, request);
    rememberResult(request, admission.result);
    c.set('l402', admission.result);
    const lifetime = lifetimeOf(c);
    try {
      await next();
    } catch (error) {
      await concludeFetch(admission, false, lifetime);
      throw error;
    }
    const { status } = c.res;
    for (const [name, value] of mergedHeaders(
      admission.headersFor(status),
      (key) => c.res.headers.get(key) ?? undefined,
    )) {
      c.header(name, value);
    }
    await concludeFetch(admission, admission.counts(status, request.signal.aborted), lifetime);
  };
}

/** Hono throws where the runtime gives none. */
function lifetimeOf(c: Context): ReturnType<typeof lifetimeIn> {
  try {
    return lifetimeIn([c.executionCtx]);
  } catch {
    return null;
  }
}
