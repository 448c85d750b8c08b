/** How long a call may take and how often it is repeated, unless its caller says otherwise. */
export const SDK_BOUNDS = {
  timeoutMillisDefault: 10_000,
  /** Calls of one question, the first included. */
  attemptsMax: 3,
  /** Before the second call where nobody said when to come again; doubled before each further one. */
  backoffMillis: 100,
  /** Who is asked to wait for longer gives up at once: somebody waits behind it. */
  pauseMillisMax: 5_000,
} as const;
