import { Injectable } from '@nestjs/common';
import { QueueBackend } from './queue-backend.js';
import type { JobQueue, QueueState, ScheduleState } from './queue-backend.js';
import { QUEUES } from './queue-names.js';
import type { QueueName } from './queue-names.js';

/** What is in every queue, and what is scheduled. */
export interface QueueFigures {
  readonly queues: readonly (QueueState & { readonly name: QueueName })[];
  readonly schedules: readonly (ScheduleState & { readonly job: string })[];
}

/** Looks into the queues for people. Nothing rests on what it says. */
@Injectable()
export class QueueReport {
  private readonly opened = new Map<QueueName, Promise<JobQueue>>();

  constructor(private readonly backend: QueueBackend) {}

  /** Which kind of store the queues are in. */
  get kind(): QueueBackend['kind'] {
    return this.backend.kind;
  }

  /** Reads all; rejects, within the bounds of the store, if it cannot be reached. */
  async read(): Promise<QueueFigures> {
    const all = await Promise.all(
      Object.values(QUEUES).map(async (name) => {
        const queue = await this.open(name);
        const jobs = await queue.scheduled();
        const states = await Promise.all(
          jobs.map(async (job) => ({ job, state: await queue.scheduleOf(job) })),
        );
        const schedules = states.flatMap(({ job, state }) => (state === null ? [] : [{ job, ...state }]));
        return { state: { name, ...(await queue.state()) }, schedules };
      }),
    );
    return {
      queues: all.map(({ state }) => state),
      schedules: all.flatMap(({ schedules }) => schedules),
    };
  }

  /** Closes what was opened; Nest calls it while the stores are still open. */
  async onModuleDestroy(): Promise<void> {
    const closing = [...this.opened.values()].map(async (queue) => (await queue).close());
    await Promise.allSettled(closing);
  }

  private open(name: QueueName): Promise<JobQueue> {
    const known = this.opened.get(name);
    if (known !== undefined) return known;
    const opening = this.backend.openQueue(name);
    this.opened.set(name, opening);
    opening.catch(() => this.opened.delete(name));
    return opening;
  }
}
