import type { Logger } from '@turnpike/observability';
import { PROBLEM_MEDIA_TYPE, toProblemDocument } from '@turnpike/problems';
import type { Problem } from '@turnpike/problems';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PublicUrl } from './public-url.js';
import { toProblem } from './to-problem.js';

/**
 * Answers a request with a problem document, wherever the error came from. Faults of ours are logged with their cause;
 * what a caller did wrong is in the request log already.
 */
export class ProblemResponder {
  constructor(
    private readonly publicUrl: PublicUrl,
    private readonly logger: Logger,
  ) {}

  /** Answers; does nothing if an answer is on its way already. */
  respond(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = toProblem(error);
    if (problem.status >= 500) this.log(problem, request);
    if (reply.sent || reply.raw.headersSent) return;
    const document = toProblemDocument(problem, { baseUrl: this.publicUrl.value, correlationId: request.id });
    for (const [name, value] of Object.entries(problem.headers)) reply.header(name, value);
    // As bytes, since Fastify would add a charset to the media type of a text, which JSON types do not have.
    reply
      .code(problem.status)
      .type(PROBLEM_MEDIA_TYPE)
      .send(Buffer.from(JSON.stringify(document)));
  }

  private log(problem: Problem, request: FastifyRequest): void {
    const fields = {
      correlationId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? 'unknown',
      problem: problem.slug,
      err: problem.cause ?? problem,
    };
    if (problem.status === 503) this.logger.warn(fields, 'could not serve');
    else this.logger.error(fields, 'failed');
  }
}
