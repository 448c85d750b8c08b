import type { Clock } from '@turnpike/config';
import type { JobQueue } from './queue-backend.js';

/** The bounds that a producer keeps to. */
export interface ProducerBounds {
  /** The longest that a caller who waits is kept waiting. */
  readonly waitMillis: number;
  /** After a failure, how long nudges are dropped at once. */
  readonly restMillis: number;
}

/**
 * The nudges for one job. At most one is under way and one more is to follow, which stands for all that came meanwhile:
 * it is added after they came, so the job it makes sees what they were about.
 */
export class NudgeLane {
  private queue: Promise<JobQueue> | null = null;
  private running: Promise<boolean> | null = null;
  private following: Promise<boolean> | null = null;
  private restUntilMs = 0;
  private closed = false;

  constructor(
    private readonly job: { readonly name: string },
    private readonly open: () => Promise<JobQueue>,
    private readonly bounds: ProducerBounds,
    private readonly clock: Clock,
    private readonly report: (error: Error) => void,
  ) {}

  /** Sends a nudge. True if it is known, within the bound, to have arrived; never rejects. */
  nudge(): Promise<boolean> {
    if (this.closed || this.clock.now().getTime() < this.restUntilMs) return Promise.resolve(false);
    return within(this.bounds.waitMillis, this.join());
  }

  /** Drops further nudges, waits a bounded time for the one under way, and closes the queue. */
  async close(): Promise<void> {
    this.closed = true;
    await within(this.bounds.waitMillis, this.running ?? Promise.resolve(true));
    const closing = this.queue?.then((queue) => queue.close());
    await within(this.bounds.waitMillis, (closing ?? Promise.resolve()).then(ok, notOk));
  }

  private join(): Promise<boolean> {
    if (this.running === null) return this.start();
    this.following ??= this.running.then(() => {
      this.following = null;
      return this.closed ? false : this.start();
    });
    return this.following;
  }

  private start(): Promise<boolean> {
    this.running = this.send().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async send(): Promise<boolean> {
    try {
      this.queue ??= this.open();
      const queue = await this.queue;
      await queue.add(this.job.name);
      return true;
    } catch (error) {
      this.restUntilMs = this.clock.now().getTime() + this.bounds.restMillis;
      this.report(error instanceof Error ? error : new Error(String(error)));
      this.reopenIfNeverOpened();
      return false;
    }
  }

  /** A queue that could not be opened is opened anew next time; one that was open finds its store again by itself. */
  private reopenIfNeverOpened(): void {
    const { queue } = this;
    queue?.catch(() => {
      if (this.queue === queue) this.queue = null;
    });
  }
}

const ok = (): boolean => true;
const notOk = (): boolean => false;

/** The answer if it comes in time, else false. */
async function within(millis: number, answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, millis, false);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
