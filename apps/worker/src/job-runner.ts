import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Logger, Metrics } from '@turnpike/observability';
import { QueueBackend, QUEUES } from '@turnpike/queues';
import type { JobWorker, QueueName } from '@turnpike/queues';
import { JobRegistry } from './job-registry.js';
import { workerBounds } from './worker-bounds.js';

/**
 * Takes jobs out of every queue and has them done. A store that is away is waited for, at the start and later; a job that
 * fails is logged and comes again by its schedule.
 */
@Injectable()
export class JobRunner {
  private readonly closing = new AbortController();
  private readonly workers: JobWorker[] = [];

  constructor(
    private readonly backend: QueueBackend,
    private readonly registry: JobRegistry,
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** Begins to take jobs. Resolves when every queue is open; the caller need not wait. */
  async start(): Promise<void> {
    await Promise.all(Object.values(QUEUES).map((queue) => this.open(queue)));
  }

  /** Takes no more jobs, asks those under way to end, and waits for them a bounded time. */
  async close(): Promise<void> {
    this.closing.abort();
    const ended = Promise.all(this.workers.map((worker) => worker.close()));
    const patience = new AbortController();
    const late = wait(workerBounds.closeMillis, 'late' as const, { signal: patience.signal, ref: false });
    try {
      const outcome = await Promise.race([ended, late]);
      if (outcome === 'late') this.logger.warn('jobs under way did not end in time; they will be done again');
    } catch (error) {
      this.logger.warn({ err: error }, 'a queue did not close cleanly');
    } finally {
      patience.abort();
      late.catch(() => undefined);
    }
  }

  private async open(queue: QueueName): Promise<void> {
    const { signal } = this.closing;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        const worker = await this.backend.openWorker(queue, {
          concurrency: workerBounds.jobsAtATime,
          process: ({ name }) => this.run(queue, name),
        });
        if (signal.aborted) await worker.close();
        else this.workers.push(worker);
        return;
      } catch (error) {
        if (signal.aborted) return;
        if (failures === 0) this.logger.warn({ err: error, queue }, 'cannot take jobs yet; trying again');
        await wait(workerBounds.reopenMillis, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private async run(queue: QueueName, name: string): Promise<void> {
    const startedAt = performance.now();
    const finish = (outcome: string): void => {
      this.metrics.job(queue, name, outcome, (performance.now() - startedAt) / 1000);
    };
    try {
      await this.registry.of(name).run(this.closing.signal);
      finish('completed');
    } catch (error) {
      finish('failed');
      this.logger.warn({ err: error, queue, job: name }, 'a job failed');
      throw error;
    }
  }
}
