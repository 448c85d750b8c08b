import type { WorkerOptions } from './queue-backend.js';
import { queueBounds } from './queue-bounds.js';

/** How BullMQ's workers are set, whatever the store. They are started only when their store has answered once. */
export function workerSettings({ concurrency }: WorkerOptions): {
  autorun: false;
  concurrency: number;
  lockDuration: number;
  stalledInterval: number;
  runRetryDelay: number;
} {
  return {
    autorun: false,
    concurrency,
    lockDuration: queueBounds.jobLockMillis,
    stalledInterval: queueBounds.stalledCheckMillis,
    runRetryDelay: queueBounds.retryMillis,
  };
}
