import { isDatabaseUnavailable } from '@turnpike/database';
import type { PayPage } from '@turnpike/middleware';
import type { PaymentAsked } from '@turnpike/proxies';
import { Logger } from '@turnpike/observability';
import {
  InternalError,
  Problem,
  PROBLEM_MEDIA_TYPE,
  ServiceUnavailable,
  toProblemDocument,
} from '@turnpike/problems';
import { Injectable } from '@nestjs/common';

import { EXPOSED_HEADERS } from './cors.js';
import type { Exchange } from './exchange.js';
import { GatewayAddress } from './gateway-address.js';

const RETRY_SECONDS = 1;
const PAGE_MEDIA_TYPE = 'text/html; charset=utf-8';

/** Writes the answers that are our own; those of upstreams are passed on elsewhere. */
@Injectable()
export class Answers {
  constructor(
    private readonly address: GatewayAddress,
    private readonly logger: Logger,
  ) {}

  /** The headers of every answer of ours. */
  envelope({ correlationId }: Exchange): Record<string, string> {
    return {
      'X-API-Version': '1',
      'X-Correlation-Id': correlationId,
      'X-Content-Type-Options': 'nosniff',
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': EXPOSED_HEADERS,
    };
  }

  /** Whatever went wrong, as a problem document; does nothing if an answer has begun. */
  problem(exchange: Exchange, error: unknown): void {
    const problem = toProblem(error);
    const { correlationId } = exchange;
    if (problem.status >= 500) this.log(problem, correlationId);
    const document = toProblemDocument(problem, { baseUrl: this.address.value, correlationId });
    this.send(exchange, problem.status, JSON.stringify(document), {
      ...problem.headers,
      'Content-Type': PROBLEM_MEDIA_TYPE,
      'Cache-Control': 'no-store',
    });
  }

  /** The 402 that asks for payment: a person by a page, everybody else by JSON. */
  asked(exchange: Exchange, { headers, body }: PaymentAsked, page: PayPage | null): void {
    const { response } = exchange;
    if (response.headersSent || response.destroyed) return;
    for (const [name, value] of headers) response.appendHeader(name, value);
    if (page === null) return this.send(exchange, 402, JSON.stringify(body), {});
    const own = { ...Object.fromEntries(page.headers), 'Content-Type': PAGE_MEDIA_TYPE };
    this.send(exchange, 402, page.body, own);
  }

  /** Any other answer of ours. */
  send(
    exchange: Exchange,
    status: number,
    body: string | null,
    headers: Readonly<Record<string, string>>,
  ): void {
    const { request, response } = exchange;
    if (response.headersSent || response.destroyed) return;
    const all = { ...this.envelope(exchange), ...headers };
    for (const [name, value] of Object.entries(all)) response.setHeader(name, value);
    if (body !== null) response.setHeader('Content-Length', Buffer.byteLength(body));
    response.writeHead(status);
    response.end(body === null || request.method === 'HEAD' ? undefined : body);
  }

  private log(problem: Problem, correlationId: string): void {
    const fields = { correlationId, problem: problem.slug, err: problem.cause ?? problem };
    if (problem.status === 500) this.logger.error(fields, 'failed');
    else this.logger.warn(fields, 'could not serve');
  }
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return isDatabaseUnavailable(error)
    ? new ServiceUnavailable(RETRY_SECONDS, error)
    : new InternalError(error);
}
