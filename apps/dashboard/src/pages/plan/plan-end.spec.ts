import type { Plan, Subscription } from '../../api/shapes/plans.js';
import { planEnd } from './plan-end.js';

const [past, sooner, later] = ['2029-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '2030-02-01T00:00:00Z'];
const now = Date.parse('2029-12-01T00:00:00Z');
const plan = (period: Plan['period']): Plan => ({ period }) as Plan;
const standing = (
  subscriptionStatus: string,
  trialEndsAt: string | null,
  currentPeriodEnd: string | null,
): Subscription => ({ planTier: 'any', subscriptionStatus, trialEndsAt, currentPeriodEnd });

describe('a plan with a period', () => {
  it.each([
    ['at the end of its trial', standing('trialing', sooner, null), { at: sooner, isOver: false }],
    ['at the end of its paid period', standing('active', null, later), { at: later, isOver: false }],
    ['at the later of both', standing('active', sooner, later), { at: later, isOver: false }],
    [
      'at the later of both, if that is the trial',
      standing('trialing', later, past),
      { at: later, isOver: false },
    ],
    ['at its end, canceled or not', standing('canceled', null, sooner), { at: sooner, isOver: false }],
    ['for good, once that has passed', standing('canceled', past, null), { at: past, isOver: true }],
    ['at once without a date', standing('canceled', null, null), { at: null, isOver: true }],
    [
      'never, active without one, whatever trial there was',
      standing('active', past, null),
      { at: null, isOver: false },
    ],
  ])('ends %s', (_what, subscription, end) => {
    expect(planEnd(subscription, plan('month'), now)).toEqual(end);
  });
});

it('a plan without a period never ends, also for whom a trial of another has ended', () => {
  for (const status of ['active', 'trialing'])
    expect(planEnd(standing(status, past, null), plan(null), now)).toEqual({ at: null, isOver: false });
});
