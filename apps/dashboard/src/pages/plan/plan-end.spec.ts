import type { Plan, Subscription } from '../../api/shapes/plans.js';
import { planEnd } from './plan-end.js';

const [sooner, later] = ['2030-01-01T00:00:00Z', '2030-02-01T00:00:00Z'];
const plan = (period: Plan['period']): Plan => ({ period }) as Plan;
const standing = (
  subscriptionStatus: string,
  trialEndsAt: string | null,
  currentPeriodEnd: string | null,
): Subscription => ({ planTier: 'any', subscriptionStatus, trialEndsAt, currentPeriodEnd });

describe('the end of a plan', () => {
  it.each([
    ['of a trial', standing('trialing', sooner, null), sooner],
    ['of a paid period', standing('active', null, later), later],
    ['is the later of both', standing('active', sooner, later), later],
    ['is the later of both, also if that is the trial', standing('trialing', later, sooner), later],
    ['stays when it has passed', standing('canceled', sooner, null), sooner],
    [
      'is never where the operator gave it without a date, whatever trial there was',
      standing('active', sooner, null),
      null,
    ],
  ])('%s', (_what, subscription, end) => {
    expect(planEnd(subscription, plan('month'))).toBe(end);
  });

  it('is never without a period: whose trial has ended in the free plan is on it for good', () => {
    expect(planEnd(standing('active', sooner, null), plan(null))).toBeNull();
    expect(planEnd(standing('trialing', sooner, null), plan(null))).toBeNull();
  });
});
