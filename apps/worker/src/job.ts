import type { JobKind } from '@turnpike/queues';

/**
 * What is done when a job is taken. Doing it twice, or in two processes at once, must do no harm; what is left undone is
 * found again next time.
 */
export abstract class Job {
  /** The job that this is for. */
  abstract readonly kind: JobKind;

  /** Does it. Ends soon after the signal is aborted; rejects if it could not be done. */
  abstract run(signal: AbortSignal): Promise<void>;
}
