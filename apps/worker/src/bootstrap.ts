import { NestFactory } from '@nestjs/core';
import type { Clock, Env } from '@turnpike/config';
import { Logger, Metrics, NestLogger, startMetricsServer } from '@turnpike/observability';
import { JobRunner } from './job-runner.js';
import { ScheduleKeeper } from './schedule-keeper.js';
import { WorkerModule } from './worker.module.js';

/** What a worker is made of. The clock is the machine's unless another is given. */
export interface WorkerSettings {
  readonly env: Env;
  readonly clock?: Clock;
  /** Serves figures if METRICS_PORT is set: for a process that is nothing but a worker. */
  readonly servesMetrics?: boolean;
}

/** A worker at work. */
export interface RunningWorker {
  /** Its figures, for a process that serves them beside those of other parts. */
  readonly metrics: Metrics;
  /** Resolves when it takes jobs and its schedules are set, for which the stores must be there. */
  readonly ready: Promise<void>;
  /** Lets jobs under way end, within bounds, and closes every connection. */
  close(): Promise<void>;
}

/**
 * Starts a worker in this process. It does not wait for its stores: while one is away it tries again. Any number of
 * workers may run, in any number of processes.
 */
export async function createWorker({
  env,
  clock,
  servesMetrics = false,
}: WorkerSettings): Promise<RunningWorker> {
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(env, clock), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(NestLogger));
  const [runner, keeper, logger] = [app.get(JobRunner), app.get(ScheduleKeeper), app.get(Logger)];
  const metrics = app.get(Metrics);
  const address = { ...env, metricsPort: servesMetrics ? env.metricsPort : null };
  const figures = await startMetricsServer(address, metrics, logger).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  const ready = Promise.all([runner.start(), keeper.start()]).then(() => {
    logger.info('the worker takes jobs');
  });
  return {
    metrics,
    ready,
    close: async () => {
      await keeper.close();
      await runner.close();
      await app.close();
      await figures?.close();
    },
  };
}
