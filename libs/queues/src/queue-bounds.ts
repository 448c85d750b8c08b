/** The bounds of this part, with their units. */
export const queueBounds = Object.freeze({
  /** Connections of one queue or worker for its short statements; a worker holds one more, on which it listens. */
  connectionsMax: 1,
  /** A connection that was not used for so long is closed, so that a process that adds no jobs holds none. */
  idleConnectionMillis: 10_000,
  /** How long a worker waits for a connection or a statement before it tries again. */
  workerWaitMillis: 10_000,
  /** How long a job stays with a worker that shows no sign of life; three signs fit in. */
  jobLockMillis: 15_000,
  /** How often a worker looks for jobs of workers that died. */
  stalledCheckMillis: 15_000,
  /** How soon a worker tries again when it could not reach the store. */
  retryMillis: 1_000,
  /** Events kept per queue: nobody reads them. */
  eventsMax: 100,
  /** Failed jobs kept per queue, for people to look at. */
  failedJobsMax: 100,
  failedJobsSeconds: 86_400,
  /** How long nothing more is said of a queue that is known to be in trouble. */
  quietMillis: 10_000,
  /** After a failure to add a job, how long nothing is tried. */
  restMillis: 1_000,
});
