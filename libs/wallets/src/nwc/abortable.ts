import { setTimeout as wait } from 'node:timers/promises';
import { UnknownOutcome } from '../wallet-errors.js';

/** The work's result. Throws `UnknownOutcome` if the signal is aborted first; the work is no longer heard then. */
export async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  if (signal.aborted) throw new UnknownOutcome();
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = (): void => reject(new UnknownOutcome());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** Resolves after so many milliseconds, or when the signal is aborted if that comes first. Keeps no process alive. */
export async function pause(millis: number, signal: AbortSignal): Promise<void> {
  await wait(millis, undefined, { ref: false, signal }).catch(() => undefined);
}

/** A promise that is decided from outside. Nobody has to listen to it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

/** Makes one. */
export function defer<T>(): Deferred<T> {
  let decide: Pick<Deferred<T>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    decide = { resolve, reject };
  });
  promise.catch(() => undefined);
  return { promise, resolve: (value) => decide?.resolve(value), reject: (error) => decide?.reject(error) };
}
