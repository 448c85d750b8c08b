import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Clock, type Env } from '@turnpike/config';
import { createLogger, Logger, Metrics, NestLogger, ObservabilityModule } from '@turnpike/observability';

import { WorkerModule } from '../../apps/worker/src/worker.module.js';

/** The parts of a worker, whose jobs are done when they are told to, and whose log goes into `lines` at its most talkative level. */
export async function createLoggedWorker(
  env: Env,
  clock: Clock,
  lines: string[],
): Promise<INestApplicationContext> {
  const logger = createLogger({ logLevel: 'trace' }, { write: (line) => lines.push(line) });

  @Global()
  @Module({
    providers: [{ provide: Logger, useValue: logger }, Metrics, NestLogger],
    exports: [Logger, Metrics, NestLogger],
  })
  class CapturedObservabilityModule {}

  const worker = WorkerModule.forRoot(env, clock);
  const imports = (worker.imports ?? []).map((each) =>
    each === ObservabilityModule ? CapturedObservabilityModule : each,
  );
  const app = await NestFactory.createApplicationContext({ ...worker, imports }, { bufferLogs: true });
  app.useLogger(app.get(NestLogger));
  return app;
}
