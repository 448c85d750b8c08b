import { type Clock, type Env } from '@turnpike/config';
import { createLogger, Logger, Metrics, NestLogger, ObservabilityModule } from '@turnpike/observability';
import { Global, Module } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';

import { ApiModule } from '../../apps/api/src/api.module.js';
import { createHttpApp } from '../../apps/api/src/http/create-http-app.js';

/**
 * The API, listening, whose log, at its most talkative level, goes into `lines` instead of standard output; otherwise as it is. What
 * Nest says while it starts, before there is a log, follows the level of `env`.
 */
export async function createLoggedApi(
  env: Env,
  clock: Clock,
  lines: string[],
): Promise<NestFastifyApplication> {
  const logger = createLogger({ logLevel: 'trace' }, { write: (line) => lines.push(line) });

  @Global()
  @Module({
    providers: [{ provide: Logger, useValue: logger }, Metrics, NestLogger],
    exports: [Logger, Metrics, NestLogger],
  })
  class CapturedObservabilityModule {}

  const api = ApiModule.forRoot(env, clock);
  const imports = (api.imports ?? []).map((each) =>
    each === ObservabilityModule ? CapturedObservabilityModule : each,
  );
  const app = await createHttpApp({ ...api, imports }, env);
  await app.listen(env.port, env.host);
  return app;
}
