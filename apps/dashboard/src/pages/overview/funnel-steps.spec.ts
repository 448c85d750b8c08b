import { funnelSteps } from './funnel-steps.js';

const stepsOf = (challenges: number, paidChallenges: number, usedChallenges: number) =>
  funnelSteps({ challenges, paidChallenges, usedChallenges, revenueSats: 0, uses: 0 });

it('a step is a part of the one before it', () => {
  const steps = stepsOf(200, 50, 40);
  expect(steps.map(({ note }) => note)).toEqual([
    null,
    '25\u202f% of those that were sent',
    '80\u202f% of those that were paid',
  ]);
  expect(steps.map(({ percent }) => percent)).toEqual([100, 25, 20]);
});

it('never says more than all of it, where what was sent before these days was paid in them', () => {
  const steps = stepsOf(4, 5, 10);
  expect(steps.map(({ note }) => note)).toEqual([
    null,
    'more than were sent in these days',
    'more than were paid in these days',
  ]);
  expect(Math.max(...steps.map(({ percent }) => percent))).toBe(100);
});

it('of nothing there is no bar', () => {
  expect(stepsOf(0, 0, 0).map(({ percent }) => percent)).toEqual([0, 0, 0]);
});
