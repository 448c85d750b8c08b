import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EnvError } from '@turnpike/config';
import type { Clock, Env } from '@turnpike/config';
import { ApiModule } from './api.module.js';
import { createHttpApp } from './http/create-http-app.js';
import { PublicUrl } from './http/public-url.js';
import { stopApp } from './http/stop-app.js';

/** What an API is made from; it listens where `env` says only if asked to. */
export interface ApiOptions {
  readonly env: Env;
  readonly clock?: Clock;
  readonly listen?: boolean;
  /** What else takes requests from its server, which is told before it listens. */
  readonly beforeListening?: (server: Server) => void;
}

/**
 * Makes the API, ready for requests. `env` must name a migrated database and hold the three key rings; while the database is
 * away the API stands, is not ready, and answers 503. Rejects, with everything closed, if it cannot start.
 */
export async function createApi({
  env,
  clock,
  listen = false,
  beforeListening,
}: ApiOptions): Promise<NestFastifyApplication> {
  if (env.databaseUrl === null) throw new EnvError('DATABASE_URL', 'the address of a PostgreSQL database');
  const app = await createHttpApp(ApiModule.forRoot(env, clock), env);
  if (!listen) return app;
  beforeListening?.(app.getHttpServer());
  try {
    await app.listen(env.port, env.host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const address = app.getHttpServer().address() as AddressInfo;
  app.get(PublicUrl).listening(address.port);
  return app;
}

/**
 * Stops the API: not ready at once, no new connection, requests in flight finish for at most SHUTDOWN_SECONDS, then
 * everything closes. Never rejects.
 */
export function stopApi(app: NestFastifyApplication, env: Env): Promise<void> {
  return stopApp(app, env.shutdownSeconds);
}
