import { doneSteps, openStep, progressOf } from './start-progress.js';

const quickstart = (...completed: readonly number[]) => ({
  merchantId: 1,
  merchantName: 'A',
  completedSteps: completed.length,
  totalSteps: 7,
  requiredStepsCompleted: 0,
  requiredStepsTotal: 5,
  isReadyForProduction: false,
  steps: [1, 2, 3, 4, 5, 6, 7].map((stepNumber) => ({
    stepNumber,
    title: `Step ${stepNumber}`,
    isCompleted: completed.includes(stepNumber),
    isRequired: stepNumber < 6,
  })),
});

describe('the setup guide', () => {
  it('begins with the test', () => {
    const done = doneSteps({ quickstart: quickstart(1), testChallenges: [], isWired: false });
    expect([[...done], openStep(undefined, done)]).toEqual([[], 'try']);
  });

  it('counts the test as done once a test token was used, not when it was minted', () => {
    const facts = { quickstart: quickstart(1, 4), isWired: false };
    expect(doneSteps({ ...facts, testChallenges: [{ uses: 0 }] }).has('try')).toBe(false);
    expect(doneSteps({ ...facts, testChallenges: [{ uses: 0 }, { uses: 1 }] }).has('try')).toBe(true);
  });

  it('goes on where somebody has stopped, as the server knows it', () => {
    const done = doneSteps({
      quickstart: quickstart(1, 2, 4),
      testChallenges: [{ uses: 1 }],
      isWired: false,
    });
    expect(openStep(undefined, done)).toBe('key');
  });

  it('ends with what may be left out: a webhook and a proxy, as the server knows them', () => {
    const facts = { testChallenges: [{ uses: 1 }], isWired: true };
    const done = doneSteps({ ...facts, quickstart: quickstart(1, 2, 3, 4, 5, 6) });
    expect([done.has('webhook'), done.has('proxy'), openStep(undefined, done)]).toEqual([
      true,
      false,
      'proxy',
    ]);
    expect(doneSteps({ ...facts, quickstart: quickstart(1, 7) }).has('proxy')).toBe(true);
  });

  it('counts the steps that are needed, and no others', () => {
    expect(progressOf(new Set(['try', 'webhook', 'proxy']))).toEqual({ count: 1, total: 5, next: 'wallet' });
    const done = new Set(['try', 'wallet', 'key', 'payment', 'middleware'] as const);
    expect(progressOf(done)).toEqual({ count: 5, total: 5, next: null });
  });

  it('asks nobody who is ready to sell for a test', () => {
    const ready = { ...quickstart(1, 2, 3, 4, 5), isReadyForProduction: true };
    expect(doneSteps({ quickstart: ready, testChallenges: [], isWired: false }).has('try')).toBe(true);
  });

  it('shows the step that was asked for, and nothing for a name that is none', () => {
    const done = new Set(['try', 'wallet', 'key', 'payment', 'middleware', 'webhook', 'proxy'] as const);
    expect([openStep('wallet', done), openStep('nonsense', done)]).toEqual(['wallet', null]);
  });
});
