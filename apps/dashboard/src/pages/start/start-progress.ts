import type { Quickstart } from '../../api/shapes/account.js';
import type { Challenge } from '../../api/shapes/challenges.js';

/** The steps of the guide, in order. */
export const startSteps = ['try', 'wallet', 'key', 'payment', 'middleware', 'webhook', 'proxy'] as const;

/** One of them. */
export type StartStep = (typeof startSteps)[number];

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
    if (step === 'try') return testChallenges.some(({ uses }) => uses > 0);
    if (step === 'middleware') return isWired;
    const number = quickstartNumbers[step];
    return quickstart.steps.some(({ stepNumber, isCompleted }) => stepNumber === number && isCompleted);
  };
  return new Set(startSteps.filter(isDone));
}

/** The step to show: the one that was asked for, else the first that is not done; null when all are. */
export function openStep(asked: string | undefined, done: ReadonlySet<StartStep>): StartStep | null {
  return startSteps.find((step) => step === asked) ?? startSteps.find((step) => !done.has(step)) ?? null;
}
