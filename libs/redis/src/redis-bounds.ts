/** What of a shared budget a process allows itself while the store of budgets is away. */
export const LOCAL_SHARE = 0.1;

/** The bounds of this part, with their units. */
export const redisBounds = Object.freeze({
  /** How long one connection attempt may take. */
  connectMillis: 2_000,
  /** The longest pause between two attempts to connect. */
  reconnectMillisMax: 2_000,
  /** How long an answer that a request waits for may take before this process decides for itself. */
  commandMillis: 200,
  /** How long adding a job may take. */
  producerMillis: 500,
  /** After a failed answer, how long this process decides for itself before Redis is tried again. */
  restMillis: 1_000,
  /** How long a connection may take to say goodbye before it is cut. */
  quitMillis: 500,
  /** How long a person who asks how Redis is waits for an answer. */
  stateMillis: 5_000,
  /** How long a count outlives its window, for processes whose clocks differ. */
  countKeptSeconds: 60,
});
