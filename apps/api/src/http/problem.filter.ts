import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ProblemResponder } from './problem-responder.js';

/** Hands whatever a controller throws to the one place that answers with problems. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly responder: ProblemResponder) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.responder.respond(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
