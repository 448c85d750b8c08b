import type { IncomingMessage, ServerResponse } from 'node:http';

import { rememberResult, type L402Result } from '../l402-result.js';
import type { PaywallOptions } from '../paywall-options.js';
import { Paywall } from '../paywall.js';
import { followAnswer, nodeFacts, setHeaders } from './node-requests.js';
import { hasPassed, markPassed } from './passed-requests.js';

export { l402Of } from '../l402-result.js';
export type { L402Result } from '../l402-result.js';

/** What is read of a request of Express, or of anything that speaks as it does. */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string;
  l402?: L402Result;
}

/** What is used of a response of Express. */
export interface ExpressResponse extends ServerResponse {
  readonly locals?: Record<string, unknown>;
}

/**
 * A middleware of Express before what is to be paid for. The result is `req.l402`, `res.locals.l402` and `l402Of(req)`.
 * Throws a `TypeError` for options that cannot be meant.
 */
export function l402<Request extends ExpressRequest = ExpressRequest>(
  options: PaywallOptions<Request>,
): (req: Request, res: ExpressResponse, next: (error?: unknown) => void) => void {
  const paywall = new Paywall(options);
  return (req, res, next) => {
    if (hasPassed(paywall, req)) {
      next();
      return;
    }
    // Never the path that a router has cut: one spelling, one price, wherever the router is mounted.
    const facts = nodeFacts(req, req.originalUrl ?? req.url ?? '', req);
    void paywall.decide(facts).then(({ admission, answer }) => {
      if (admission) {
        markPassed(paywall, req);
        rememberResult(req, admission.result);
        req.l402 = admission.result;
        if (res.locals) res.locals['l402'] = admission.result;
        followAnswer(res, admission);
        next();
        return;
      }
      try {
        setHeaders(
          answer.headers,
          (name) => res.getHeader(name),
          (name, value) => res.setHeader(name, value),
        );
        res.statusCode = answer.status;
        res.end(answer.body);
      } catch (error) {
        // Somebody else has answered meanwhile.
        next(error);
      }
    });
  };
}
