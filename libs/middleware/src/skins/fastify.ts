import type { FastifyReply, FastifyRequest } from 'fastify';

import { rememberResult, type L402Result } from '../l402-result.js';
import type { PaywallOptions } from '../paywall-options.js';
import { Paywall } from '../paywall.js';
import { followAnswer, nodeFacts, setHeaders } from './node-requests.js';
import { hasPassed, markPassed } from './passed-requests.js';

export { l402Of } from '../l402-result.js';
export type { L402Result } from '../l402-result.js';

/**
 * An `onRequest` hook of Fastify, for a route or for `addHook`. The result is `request.l402` and `l402Of(request)`. Throws a
 * `TypeError` for options that cannot be meant.
 */
export function l402(
  options: PaywallOptions<FastifyRequest>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  const paywall = new Paywall(options);
  return async (request, reply) => {
    if (hasPassed(paywall, request)) return undefined;
    const { admission, answer } = await paywall.decide(
      nodeFacts(request.raw, request.raw.url ?? '', request),
    );
    if (admission) {
      markPassed(paywall, request);
      rememberResult(request, admission.result);
      (request as { l402?: L402Result }).l402 = admission.result;
      followAnswer(reply.raw, admission);
      return undefined;
    }
    setHeaders(
      answer.headers,
      (name) => reply.getHeader(name),
      (name, value) => reply.header(name, value),
    );
    return reply.code(answer.status).send(answer.body);
  };
}
