import type { Quickstart } from '../../api/shapes/account.js';
import type { Challenge } from '../../api/shapes/challenges.js';

/** The steps of the guide, in order. */
export const startSteps = ['try', 'wallet', 'key', 'payment', 'middleware', 'webhook', 'proxy'] as const;

/** One of them. */
export type StartStep = (typeof startSteps)[number];

/** Those that may be left out. */
const optionalSteps: ReadonlySet<StartStep> = new Set(['webhook', 'proxy']);

/** What is known about how far somebody has come. */
export interface StartFacts {
  readonly quickstart: Quickstart;
  /** The latest test challenges; a used one shows that the test went all the way. */
  readonly testChallenges: readonly Pick<Challenge, 'uses'>[];
  /** Whether the middleware was said to be in place, which nobody but the reader can know. */
  readonly isWired: boolean;
}

const quickstartNumbers: Readonly<Partial<Record<StartStep, number>>> = {
  wallet: 2,
  key: 3,
  payment: 5,
  webhook: 6,
  proxy: 7,
};

/** The steps that are done. */
export function doneSteps({ quickstart, testChallenges, isWired }: StartFacts): ReadonlySet<StartStep> {
  const isDone = (step: StartStep): boolean => {
    // Who is paid in earnest needs no test any more.
    if (step === 'try') return quickstart.isReadyForProduction || testChallenges.some(({ uses }) => uses > 0);
    if (step === 'middleware') return isWired;
    const number = quickstartNumbers[step];
    return quickstart.steps.some(({ stepNumber, isCompleted }) => stepNumber === number && isCompleted);
  };
  return new Set(startSteps.filter(isDone));
}

/** How many of the steps that are needed are done, and which is next; null when none is. */
export function progressOf(done: ReadonlySet<StartStep>): {
  readonly count: number;
  readonly total: number;
  readonly next: StartStep | null;
} {
  const needed = startSteps.filter((step) => !optionalSteps.has(step));
  const open = needed.filter((step) => !done.has(step));
  return { count: needed.length - open.length, total: needed.length, next: open[0] ?? null };
}

/** The step to show: the one that was asked for, else the first that is not done; null when all are. */
export function openStep(asked: string | undefined, done: ReadonlySet<StartStep>): StartStep | null {
  return startSteps.find((step) => step === asked) ?? startSteps.find((step) => !done.has(step)) ?? null;
}
