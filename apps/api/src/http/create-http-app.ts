import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Env } from '@turnpike/config';
import { Sessions } from '@turnpike/members';
import { ApiKeys } from '@turnpike/merchants';
import { createLogger, Logger, Metrics, NestLogger } from '@turnpike/observability';
import { AccessGate } from './access.hook.js';
import { AllowedMethods } from './allowed-methods.js';
import { ApiAdapter } from './api-adapter.js';
import { BrokenRequests } from './broken-request.js';
import { envelopeHook, nothingHere, setEnvelope } from './envelope.hook.js';
import { HttpModule } from './http.module.js';
import { parseJsonBody } from './json-body.js';
import { OwnOrigin } from './own-origin.js';
import { ProblemFilter } from './problem.filter.js';
import { ProblemResponder } from './problem-responder.js';
import { PublicUrl } from './public-url.js';
import { RateLimiter } from './rate-limit.js';
import { RequestLog } from './request-log.js';
import { SessionCookie } from './session-cookie.js';
import { Shutdown } from './shutdown.js';
import { RequestValidation } from './validation.pipe.js';

/**
 * Makes an HTTP application of a module: everything around its routes stands, nothing listens yet. The module must bring
 * ENV, Clock, Logger, Metrics, ApiKeys, Sessions and RateLimitStore. Rejects if a route declares no access or a module fails.
 */
export async function createHttpApp(module: Type | DynamicModule, env: Env): Promise<NestFastifyApplication> {
  // Made after the adapter, which needs it; no request comes before it is there.
  const late: { responder?: ProblemResponder; publicUrl?: PublicUrl } = {};
  const adapter = new ApiAdapter(
    env,
    (error, request, reply) => {
      setEnvelope(request, reply);
      late.responder?.respond(error, request, reply);
    },
    new BrokenRequests(() => late.publicUrl?.value ?? ''),
  );
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: HttpRoot, imports: [HttpModule, module] },
    adapter,
    { bodyParser: false, logger: new NestLogger(createLogger(env)), abortOnError: false },
  );
  app.useLogger(app.get(NestLogger, { strict: false }));
  late.publicUrl = app.get(PublicUrl);
  const responder = new ProblemResponder(late.publicUrl, app.get(Logger, { strict: false }));
  late.responder = responder;
  app.useGlobalPipes(new RequestValidation());
  app.useGlobalFilters(new ProblemFilter(responder));
  try {
    addHooks(app, adapter, env, responder);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  } catch (error) {
    await app.close().catch(() => undefined);
    throw error;
  }
  return app;
}

/** The module above all others. */
class HttpRoot {}

function addHooks(
  app: NestFastifyApplication,
  adapter: ApiAdapter,
  env: Env,
  responder: ProblemResponder,
): void {
  const apiKeys = app.get(ApiKeys, { strict: false });
  const door = {
    sessions: app.get(Sessions, { strict: false }),
    origin: app.get(OwnOrigin),
    cookie: app.get(SessionCookie),
  };
  const gate = new AccessGate(apiKeys, app.get(RateLimiter), door, env.adminApiKey);
  const log = new RequestLog(app.get(Logger, { strict: false }), app.get(Metrics, { strict: false }));
  const allowed = new AllowedMethods();
  const logUnknown = log.hookFor('unknown', undefined);

  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
  for (const name of ['principal', 'session', 'operator']) fastify.decorateRequest(name, null);
  fastify.addHook('onRequest', envelopeHook(allowed, app.get(Shutdown)));
  fastify.addHook('onResponse', (request, reply, done) =>
    request.is404 ? logUnknown(request, reply, done) : done(),
  );
  adapter.prepareRoutes((route) => {
    if (gate.isServed(route)) allowed.add(route);
    route.onRequest = [gate.hookFor(route), ...[route.onRequest ?? []].flat()];
    route.onResponse = [log.hookFor(route.url, route.config?.access), ...[route.onResponse ?? []].flat()];
  });
  fastify.setErrorHandler((error, request, reply) => responder.respond(error, request, reply));
  fastify.setNotFoundHandler((request, reply) =>
    responder.respond(nothingHere(allowed, request), request, reply),
  );
}
