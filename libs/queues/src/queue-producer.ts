import type { Clock } from '@turnpike/config';
import { NudgeLane } from './nudge-lane.js';
import type { ProducerBounds } from './nudge-lane.js';
import type { QueueBackend } from './queue-backend.js';
import { JOBS } from './queue-names.js';
import type { JobKind } from './queue-names.js';

/**
 * Nudges workers to do now what their schedules would make them do soon. Best effort: a nudge never throws, keeps its
 * caller for a bounded time only, and is dropped while the store of the queues is away.
 */
export class QueueProducer {
  private readonly lanes = new Map<string, NudgeLane>();

  constructor(
    private readonly backend: QueueBackend,
    private readonly bounds: ProducerBounds,
    private readonly clock: Clock,
    private readonly report: (job: string, error: Error) => void,
  ) {}

  /** Asks for a round of look-ups now. True if the nudge is known to have arrived. */
  nudgeLookUps(): Promise<boolean> {
    return this.nudge(JOBS.lookUpRound);
  }

  /** Asks for a turn of rounds now, since something falls due soon. True if the nudge is known to have arrived. */
  nudgeTurn(): Promise<boolean> {
    return this.nudge(JOBS.lookUpTurn);
  }

  /** Asks for events to be handed out and sent now. True if the nudge is known to have arrived. */
  nudgeWebhooks(): Promise<boolean> {
    return this.nudge(JOBS.webhookRound);
  }

  /** Ends what is under way and drops all further nudges; Nest calls it first, while the stores are still open. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.close()));
  }

  private nudge(job: JobKind): Promise<boolean> {
    let lane = this.lanes.get(job.name);
    if (lane === undefined) {
      lane = new NudgeLane(
        job,
        () => this.backend.openQueue(job.queue),
        this.bounds,
        this.clock,
        (error) => this.report(job.name, error),
      );
      this.lanes.set(job.name, lane);
    }
    return lane.nudge();
  }
}
