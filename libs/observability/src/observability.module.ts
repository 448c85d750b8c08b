import { Global, Module } from '@nestjs/common';
import { ENV } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { createLogger, Logger } from './logger.js';
import { Metrics } from './metrics.js';
import { NestLogger } from './nest-logger.js';

/** Gives the log and the figures of the process to every module. */
@Global()
@Module({
  providers: [
    { provide: Logger, inject: [ENV], useFactory: (env: Env) => createLogger(env) },
    Metrics,
    NestLogger,
  ],
  exports: [Logger, Metrics, NestLogger],
})
export class ObservabilityModule {}
