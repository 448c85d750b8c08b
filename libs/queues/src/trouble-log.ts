import type { Clock } from '@turnpike/config';
import type { Logger } from '@turnpike/observability';
import type { QueueWitness } from './queue-backend.js';

/** Logs the troubles of queues: the first at once, and while they go on one now and then with how many there were. */
export class TroubleLog implements QueueWitness {
  private readonly told = new Map<string, { quietUntilMs: number; unsaid: number }>();

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly clock: Clock,
    private readonly quietMillis: number,
  ) {}

  trouble(queue: string, error: Error): void {
    const nowMs = this.clock.now().getTime();
    const last = this.told.get(queue) ?? { quietUntilMs: 0, unsaid: 0 };
    if (nowMs < last.quietUntilMs) {
      last.unsaid += 1;
      return;
    }
    this.told.set(queue, { quietUntilMs: nowMs + this.quietMillis, unsaid: 0 });
    this.logger.warn({ err: error, queue, unsaid: last.unsaid }, 'a queue is in trouble; trying again');
  }
}
