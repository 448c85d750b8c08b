import { Test } from '@nestjs/testing';
import type { Clock, Env } from '@turnpike/config';
import { ProviderRegistry } from '@turnpike/wallets';
import { JobRunner } from '../../../apps/worker/src/job-runner.js';
import { ScheduleKeeper } from '../../../apps/worker/src/schedule-keeper.js';
import { WorkerModule } from '../../../apps/worker/src/worker.module.js';
import { addLdkKind } from './ldk-connection.js';
import type { LightningPair } from './lightning-pair.js';

/** A worker at work, whose wallets may be the pair's merchant node. */
export class LdkWorker {
  private constructor(
    /** Lets jobs under way end and closes every connection. */
    readonly close: () => Promise<void>,
  ) {}

  /** Starts it and resolves when it takes jobs and its schedules are set. */
  static async start(env: Env, clock: Clock, pair: LightningPair): Promise<LdkWorker> {
    const app = await Test.createTestingModule({ imports: [WorkerModule.forRoot(env, clock)] }).compile();
    await app.init();
    // Put together by hand because the kind has to be known before the first job is taken.
    addLdkKind(app.get(ProviderRegistry, { strict: false }), pair);
    const [runner, keeper] = [app.get(JobRunner), app.get(ScheduleKeeper)];
    await Promise.all([runner.start(), keeper.start()]);
    return new LdkWorker(async () => {
      await keeper.close();
      await runner.close();
      await app.close();
    });
  }
}
