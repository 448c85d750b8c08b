import { rememberResult } from '../l402-result.js';
import type { PaywallOptions } from '../paywall-options.js';
import { Paywall } from '../paywall.js';
import { concludeFetch, fetchAnswer, fetchFacts, lifetimeIn, paidResponse } from './fetch-answers.js';

export { l402Of } from '../l402-result.js';
export type { L402Result } from '../l402-result.js';

/**
 * The handler behind a paywall, for whatever serves with `Request` and `Response`: Bun, Deno, workers, route handlers.
 * Further arguments are passed on. The result is `l402Of(request)`. Throws a `TypeError` for options that cannot be meant.
 */
export function l402<Rest extends readonly unknown[]>(
  options: PaywallOptions<Request>,
  handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  const paywall = new Paywall(options);
  return async (request, ...rest) => {
    const { admission, answer } = await paywall.decide(fetchFacts(request, request));
    if (!admission) return fetchAnswer(answer, request.method);
    rememberResult(request, admission.result);
    const lifetime = lifetimeIn(rest);
    try {
      const response = paidResponse(await handler(request, ...rest), admission);
      await concludeFetch(admission, admission.counts(response.status, request.signal.aborted), lifetime);
      return response;
    } catch (error) {
      await concludeFetch(admission, false, lifetime);
      throw error;
    }
  };
}
