import type { JobSchedulerJson, JobsOptions } from 'bullmq';
import type { JobQueue, QueueState, ScheduleState } from './queue-backend.js';
import { queueBounds } from './queue-bounds.js';
import type { JobPayload } from './queue-names.js';

/** What we use of BullMQ's queue, whatever its store. */
export interface BullQueueSource {
  add(name: string, data: JobPayload, options: JobsOptions): Promise<unknown>;
  upsertJobScheduler(
    id: string,
    repeat: { every: number },
    template: { name: string; data: JobPayload; opts: JobsOptions },
  ): Promise<unknown>;
  getJobScheduler(id: string): Promise<JobSchedulerJson<JobPayload> | undefined>;
  getJobSchedulers(start: number, end: number): Promise<JobSchedulerJson<JobPayload>[]>;
  removeJobScheduler(id: string): Promise<boolean>;
  getJobCounts(...types: ('waiting' | 'prioritized' | 'failed')[]): Promise<Record<string, number>>;
  getWaiting(start: number, end: number): Promise<readonly { readonly timestamp: number }[]>;
  close(): Promise<void>;
}

/** More schedules than there will ever be. */
const SCHEDULES_MAX = 100;

const KEPT: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: { count: queueBounds.failedJobsMax, age: queueBounds.failedJobsSeconds },
};

/** A queue of BullMQ behind our interface. */
export class BullQueue implements JobQueue {
  constructor(private readonly source: BullQueueSource) {}

  async add(name: string): Promise<void> {
    await this.source.add(name, {}, { ...KEPT, deduplication: { id: name, keepLastIfActive: true } });
  }

  async schedule(name: string, everyMillis: number): Promise<void> {
    try {
      await this.source.upsertJobScheduler(name, { every: everyMillis }, { name, data: {}, opts: KEPT });
    } catch (error) {
      // Of several processes that set it at the same moment, the database may refuse all but one.
      if ((await this.scheduleOf(name))?.everyMillis !== everyMillis) throw error;
    }
  }

  async scheduleOf(name: string): Promise<ScheduleState | null> {
    const schedule = await this.source.getJobScheduler(name);
    if (schedule === undefined) return null;
    const { every = null, next = null, iterationCount = 0 } = schedule;
    // The next job is made when one is taken, so where a second one was made the first has been.
    const lastAtMillis = every === null || next === null || iterationCount < 2 ? null : next - every;
    return { everyMillis: every, nextAtMillis: next, lastAtMillis };
  }

  async scheduled(): Promise<string[]> {
    return (await this.source.getJobSchedulers(0, SCHEDULES_MAX)).map(({ key }) => key);
  }

  async unschedule(name: string): Promise<void> {
    await this.source.removeJobScheduler(name);
  }

  async state(): Promise<QueueState> {
    const {
      waiting = 0,
      prioritized = 0,
      failed = 0,
    } = await this.source.getJobCounts(...(['waiting', 'prioritized', 'failed'] as const));
    const [oldest] = await this.source.getWaiting(0, 0);
    return { waiting: waiting + prioritized, failed, oldestWaitingAtMillis: oldest?.timestamp ?? null };
  }

  close(): Promise<void> {
    return this.source.close();
  }
}
