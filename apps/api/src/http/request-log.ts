import { limits } from '@turnpike/config';
import type { Logger, Metrics } from '@turnpike/observability';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Access } from './access.decorator.js';

type Hook = (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction) => void;

/**
 * One line and one count for each answered request. On the hot path, and for what supervisors ask every few seconds, only
 * one line in so many is written, and one for every fault of ours; the counts are complete.
 */
export class RequestLog {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** The hook for a route, which runs after its answers. */
  hookFor(route: string, access: Access | undefined): Hook {
    const every = isBusy(access) ? limits.requestLogSampleEvery : 1;
    let seen = 0;
    return (request, reply, done) => {
      const millis = reply.elapsedTime;
      const status = reply.statusCode;
      this.metrics.httpRequest(request.method, route, status, millis / 1000);
      seen += 1;
      if (seen >= every || status >= 500) {
        seen = status >= 500 ? seen : 0;
        this.logger.info(line(request, route, status, millis), 'answered');
      }
      done();
    };
  }
}

function isBusy(access: Access | undefined): boolean {
  return (
    access !== undefined && access.kind !== 'admin' && (access.limit === 'verify' || access.limit === null)
  );
}

function line(
  request: FastifyRequest,
  route: string,
  status: number,
  millis: number,
): Record<string, unknown> {
  const { principal } = request;
  return {
    correlationId: request.id,
    method: request.method,
    route,
    status,
    millis: Math.round(millis * 10) / 10,
    ...(principal === null
      ? {}
      : { merchantId: principal.merchantId, mode: principal.mode, keyId: principal.keyId }),
  };
}
