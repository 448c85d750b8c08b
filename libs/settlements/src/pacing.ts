import { setTimeout as wait } from 'node:timers/promises';

/** The passing of time that no clock can set: for pauses and silences, which decide nothing on record. */
export interface Pacing {
  /** Milliseconds since some moment. */
  nowMillis(): number;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  pause(millis: number, signal: AbortSignal): Promise<void>;
}

/** The machine's. */
export const realPacing: Pacing = Object.freeze({
  nowMillis: () => performance.now(),
  pause: (millis: number, signal: AbortSignal) => wait(millis, undefined, { signal }).catch(() => undefined),
});
