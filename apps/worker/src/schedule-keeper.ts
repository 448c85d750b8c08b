import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Logger } from '@turnpike/observability';
import { QueueBackend, QUEUES } from '@turnpike/queues';
import type { JobQueue, QueueName } from '@turnpike/queues';
import { SCHEDULES } from './schedules.js';
import type { Schedule } from './schedules.js';
import { workerBounds } from './worker-bounds.js';

/**
 * Sees to it that every schedule is there and goes on. Every worker does so and there is still one of each. A store that
 * was emptied, or a schedule whose chain broke when its store went away, is put right by the next look.
 */
@Injectable()
export class ScheduleKeeper {
  private readonly closing = new AbortController();
  private readonly queues = new Map<QueueName, JobQueue>();
  private running: Promise<void> = Promise.resolve();
  /** Aborted when the store was in trouble: then the next look is soon. */
  private alarm = new AbortController();

  constructor(
    private readonly backend: QueueBackend,
    private readonly logger: Logger,
  ) {}

  /** Begins to look after the schedules. Resolves after the first look that succeeded; the caller need not wait. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.running = this.keepOn(resolve);
    });
  }

  /** Stops. The schedules themselves stay, for other workers and the next start. */
  async close(): Promise<void> {
    this.closing.abort();
    const patience = new AbortController();
    const late = wait(workerBounds.closeMillis, undefined, { signal: patience.signal, ref: false });
    await Promise.race([this.running, late]);
    patience.abort();
    late.catch(() => undefined);
    await Promise.all([...this.queues.values()].map((queue) => queue.close().catch(() => undefined)));
  }

  /** Makes sure of every schedule, and ends those that are not ours any more. */
  async look(): Promise<void> {
    for (const name of Object.values(QUEUES)) {
      const queue = await this.queue(name);
      const ours = SCHEDULES.filter(({ job }) => job.queue === name);
      for (const schedule of ours) {
        if (!(await isGoing(queue, schedule))) await queue.schedule(schedule.job.name, schedule.everyMillis);
      }
      for (const found of await queue.scheduled()) {
        if (!ours.some(({ job }) => job.name === found)) await queue.unschedule(found);
      }
    }
  }

  private async keepOn(afterFirst: () => void): Promise<void> {
    const { signal } = this.closing;
    const forget = this.backend.onTrouble(() => this.alarm.abort());
    for (let failures = 0; !signal.aborted;) {
      this.alarm = new AbortController();
      try {
        await this.look();
        failures = 0;
        afterFirst();
      } catch (error) {
        if (failures === 0) this.logger.warn({ err: error }, 'cannot look after the schedules; trying again');
        failures += 1;
      }
      if (failures === 0) await pause(workerBounds.scheduleCheckMillis, signal, this.alarm.signal);
      await pause(workerBounds.reopenMillis, signal);
    }
    forget();
  }

  private async queue(name: QueueName): Promise<JobQueue> {
    const known = this.queues.get(name);
    if (known !== undefined) return known;
    const opened = await this.backend.openQueue(name);
    this.queues.set(name, opened);
    return opened;
  }
}

async function isGoing(queue: JobQueue, { job, everyMillis }: Schedule): Promise<boolean> {
  const state = await queue.scheduleOf(job.name);
  if (state === null || state.everyMillis !== everyMillis || state.nextAtMillis === null) return false;
  // The queues go by the machine's clock, whatever clock the rest of the program has.
  return Date.now() - state.nextAtMillis < everyMillis + workerBounds.scheduleLateMillis;
}

/** Waits so long, or until one of the signals is aborted. */
async function pause(millis: number, ...signals: AbortSignal[]): Promise<void> {
  await wait(millis, undefined, { signal: AbortSignal.any(signals) }).catch(() => undefined);
}
