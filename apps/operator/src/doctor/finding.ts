/** How something stands. */
export type FindingState = 'ok' | 'warn' | 'fail';

/** What a check has found, and what to do about it where it is not well. */
export interface Finding {
  /** What was looked at, in a word or two. */
  readonly about: string;
  readonly state: FindingState;
  readonly text: string;
  readonly remedy: string | null;
}

/** All is well. */
export function ok(about: string, text: string): Finding {
  return { about, state: 'ok', text, remedy: null };
}

/** It works, and somebody should see to it. */
export function warn(about: string, text: string, remedy: string): Finding {
  return { about, state: 'warn', text, remedy };
}

/** It does not work. */
export function fail(about: string, text: string, remedy: string): Finding {
  return { about, state: 'fail', text, remedy };
}
