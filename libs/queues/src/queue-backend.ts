import type { JobPayload, QueueName } from './queue-names.js';

/** A job as its processor sees it. */
export interface TakenJob {
  readonly name: string;
  readonly data: JobPayload;
}

/** When a schedule makes its next job, in Unix milliseconds, and how often it makes one. */
export interface ScheduleState {
  readonly everyMillis: number | null;
  readonly nextAtMillis: number | null;
  /** When the last one was due that a worker has taken; null if none has been. */
  readonly lastAtMillis: number | null;
}

/** What is in a queue now. */
export interface QueueState {
  /** Jobs that no worker has taken yet, those for later left out. */
  readonly waiting: number;
  /** Jobs that failed and are kept for people to look at: a bounded number for a day. */
  readonly failed: number;
  /** Since when the oldest of the waiting ones waits. */
  readonly oldestWaitingAtMillis: number | null;
}

/** A queue that jobs are put into. Every method rejects when the store cannot be reached. */
export interface JobQueue {
  /**
   * Adds a job that the next free worker takes. While one of that name waits, another is not added; while one runs,
   * one more is.
   */
  add(name: string): Promise<void>;
  /** Makes such a job every so often from now on. Repeating it changes nothing. */
  schedule(name: string, everyMillis: number): Promise<void>;
  /** The schedule for that job, or null. */
  scheduleOf(name: string): Promise<ScheduleState | null>;
  /** The names of all jobs that are scheduled. */
  scheduled(): Promise<string[]>;
  /** Makes no more such jobs. */
  unschedule(name: string): Promise<void>;
  /** What is in it. */
  state(): Promise<QueueState>;
  close(): Promise<void>;
}

/** What takes jobs out of one queue. */
export interface JobWorker {
  /** Takes no more jobs and waits for those that run. */
  close(): Promise<void>;
}

/** What happens to a worker or queue outside of any call. */
export interface QueueWitness {
  /** The store could not be reached or refused; it is tried again. */
  trouble(queue: QueueName, error: Error): void;
}

/** What a worker does with jobs. */
export interface WorkerOptions {
  readonly process: (job: TakenJob) => Promise<void>;
  /** How many jobs of the queue run in this process at a time. */
  readonly concurrency: number;
}

/**
 * The store that queues are kept in. Both kinds behave alike; which one a process has is decided once, by its
 * configuration. Queues carry nudges and schedules, never the truth, so a store that is lost costs time only.
 */
export abstract class QueueBackend {
  private readonly listeners = new Set<() => void>();

  constructor(private readonly witness: QueueWitness) {}

  /** Which kind of store it is. */
  abstract readonly kind: 'redis' | 'postgresql';

  /** Opens a queue to add jobs to. Rejects, within a bound, if the store cannot be reached. */
  abstract openQueue(name: QueueName): Promise<JobQueue>;

  /** Opens a worker. Rejects if the store cannot be reached; once open it survives that the store goes away. */
  abstract openWorker(name: QueueName, options: WorkerOptions): Promise<JobWorker>;

  /** Calls the listener whenever the store was in trouble, so may have lost something, until the answer is called. */
  onTrouble(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /** Tells everybody who should know. */
  protected trouble(queue: QueueName, error: unknown): void {
    this.witness.trouble(queue, error instanceof Error ? error : new Error(String(error)));
    for (const listener of this.listeners) listener();
  }
}
