import type { IncomingMessage, ServerResponse } from 'node:http';

import { HttpException, type CanActivate, type ExecutionContext } from '@nestjs/common';

import { rememberResult, type L402Result } from '../l402-result.js';
import type { PaywallOptions } from '../paywall-options.js';
import { Paywall } from '../paywall.js';
import { followAnswer, nodeFacts, setHeaders } from './node-requests.js';
import { hasPassed, markPassed } from './passed-requests.js';

export { l402Of } from '../l402-result.js';
export type { L402Result } from '../l402-result.js';

/** What is read of a request of Nest: one of Express, or one of Fastify, which keeps Node's own as `raw`. */
export interface NestRequest {
  readonly raw?: IncomingMessage;
  readonly originalUrl?: string;
  l402?: L402Result;
}

interface NestResponse {
  readonly raw?: ServerResponse;
  getHeader(name: string): unknown;
  header(name: string, value: string | string[]): unknown;
  status(code: number): unknown;
  send(body: string): unknown;
}

/**
 * A guard of Nest, over Express or Fastify: `@UseGuards(l402({ … }))`. The result is `req.l402` and `l402Of(req)`. What it
 * answers itself is an `HttpException`, so filters see it, but for the page that browsers get. Throws a `TypeError` for options that cannot be meant.
 */
export function l402<Request extends NestRequest = NestRequest>(
  options: PaywallOptions<Request>,
): CanActivate {
  const paywall = new Paywall(options);
  return {
    async canActivate(context: ExecutionContext): Promise<boolean> {
      // A price in HTTP cannot be asked for over anything else.
      if (context.getType() !== 'http') return false;
      const request = context.switchToHttp().getRequest<Request>();
      const response = context.switchToHttp().getResponse<NestResponse>();
      if (hasPassed(paywall, request)) return true;
      const raw = request.raw ?? (request as unknown as IncomingMessage);
      const target = request.raw?.url ?? request.originalUrl ?? raw.url ?? '';
      const { admission, answer } = await paywall.decide(nodeFacts(raw, target, request));
      if (admission) {
        markPassed(paywall, request);
        rememberResult(request, admission.result);
        request.l402 = admission.result;
        followAnswer(response.raw ?? (response as unknown as ServerResponse), admission);
        return true;
      }
      setHeaders(
        answer.headers,
        (name) => response.getHeader(name),
        (name, value) => response.header(name, value),
      );
      if (answer.body.startsWith('{')) {
        throw new HttpException(JSON.parse(answer.body) as Record<string, unknown>, answer.status);
      }
      // An exception would wrap a page into JSON. Once it is sent the request has ended, so nothing may come after it.
      response.status(answer.status);
      response.send(answer.body);
      return new Promise<never>(() => undefined);
    },
  };
}
