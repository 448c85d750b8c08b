import { MalformedRequest, MethodNotAllowed, NotFound, ValidationFailed } from '@turnpike/problems';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { AllowedMethods } from './allowed-methods.js';
import type { Shutdown } from './shutdown.js';

/**
 * The headers of every answer: the version of the contract, the request's id, and what keeps anybody between from storing
 * it and a browser from taking it for something else. Few, as each is paid for on the hot path; pages add their own.
 */
export function setEnvelope(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-api-version', '1');
  reply.header('x-correlation-id', request.id);
  reply.header('cache-control', 'no-store');
  reply.header('x-content-type-options', 'nosniff');
}

/**
 * The first hook of every request. Sets the headers, then ends what no route takes before its body is read: HTTP/1.1 without
 * `Host` (400, RFC 9112 section 3.2), an address that does not exist (404), one that does not take the method (405), and a
 * NUL in the address (400).
 */
export function envelopeHook(allowed: AllowedMethods, shutdown: Shutdown) {
  return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    setEnvelope(request, reply);
    if (shutdown.isUnderWay) reply.header('connection', 'close');
    const { headers, httpVersion } = request.raw;
    if (headers.host === undefined && httpVersion === '1.1')
      return done(new MalformedRequest('The header Host is missing.'));
    if (request.is404) return done(nothingHere(allowed, request));
    if (request.url.includes('%00'))
      return done(new ValidationFailed({ url: ['the address must not hold NUL'] }));
    done();
  };
}

/** Why there is nothing for this request: the address is unknown, or known for other methods only. */
export function nothingHere(allowed: AllowedMethods, request: FastifyRequest): NotFound | MethodNotAllowed {
  const methods = allowed.of(request.url);
  return methods.length === 0 || methods.includes(request.method)
    ? new NotFound()
    : new MethodNotAllowed(methods);
}
