import { NestFactory } from '@nestjs/core';
import type { Clock, Env } from '@turnpike/config';
import { JobRunner } from '../../../apps/worker/src/job-runner.js';
import { ScheduleKeeper } from '../../../apps/worker/src/schedule-keeper.js';
import { WorkerModule } from '../../../apps/worker/src/worker.module.js';
import { addLdkKind } from './ldk-connection.js';
import type { LightningPair } from './lightning-pair.js';

/** A worker at work, whose wallets may be the pair's merchant node. */
export class LdkWorker {
  private constructor(readonly close: () => Promise<void>) {}

  /** Starts it and resolves when it takes jobs. */
  static async start(env: Env, clock: Clock, pair: LightningPair): Promise<LdkWorker> {
    const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(env, clock), {
      abortOnError: false,
      logger: false,
    });
    addLdkKind(app, pair);
    const [runner, keeper] = [app.get(JobRunner), app.get(ScheduleKeeper)];
    await Promise.all([runner.start(), keeper.start()]);
    return new LdkWorker(async () => {
      await keeper.close();
      await runner.close();
      await app.close();
    });
  }
}
