import { parseEnv } from '@turnpike/config';
import { ValidationFailed } from '@turnpike/problems';
import { Plans } from './plans.js';
import type { Subscription } from './subscription-standing.js';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const PAST = new Date(NOW.getTime());
const FUTURE = new Date(NOW.getTime() + 1);

const withFree = new Plans(parseEnv({ PLANS: 'hosted', PUBLIC_URL: 'https://pay.example.com' }));
const env = parseEnv({ PLANS: 'hosted' });
const withoutFree = new Plans({
  ...env,
  plans: env.plans.filter(({ id }) => id !== 'free'),
  defaultPlan: 'individual',
});
const subscription = (more: Partial<Subscription>): Subscription => ({
  planTier: 'individual',
  subscriptionStatus: 'active',
  trialEndsAt: null,
  currentPeriodEnd: null,
  ...more,
});

describe('a subscription', () => {
  it.each<[string, Partial<Subscription>]>([
    ['in its trial', { subscriptionStatus: 'trialing', trialEndsAt: FUTURE }],
    ['in its paid period', { trialEndsAt: PAST, currentPeriodEnd: FUTURE }],
    ['in its trial, after a paid period', { currentPeriodEnd: PAST, trialEndsAt: FUTURE }],
    ['canceled before its period ends', { subscriptionStatus: 'canceled', currentPeriodEnd: FUTURE }],
    ['given by the operator without an end', { trialEndsAt: PAST }],
    ['without a period', { planTier: 'unlimited', subscriptionStatus: 'canceled', trialEndsAt: PAST }],
    ['without a period, past due', { planTier: 'unlimited', subscriptionStatus: 'past_due' }],
  ])('%s stands as it is written', (_what, more) => {
    for (const plans of [withFree, withoutFree]) {
      const { plan, hasLapsed, ...standing } = plans.standing(subscription(more), NOW);
      expect({ ...standing, hasLapsed }).toEqual({ ...subscription(more), hasLapsed: false });
      expect(plan.id).toBe(standing.planTier);
    }
  });

  it.each<[string, Partial<Subscription>, string]>([
    ['its trial', { subscriptionStatus: 'trialing', trialEndsAt: PAST }, 'canceled'],
    ['a trial that the operator ended', { subscriptionStatus: 'trialing' }, 'canceled'],
    ['its paid period', { currentPeriodEnd: PAST, trialEndsAt: PAST }, 'past_due'],
    [
      'a period of which that is on record',
      { subscriptionStatus: 'past_due', currentPeriodEnd: PAST },
      'past_due',
    ],
    ['everything, by the operator', { subscriptionStatus: 'canceled' }, 'canceled'],
  ])('from the end of %s on is the free plan, or has lapsed', (_what, more, status) => {
    expect(withFree.standing(subscription(more), NOW)).toMatchObject({
      planTier: 'free',
      subscriptionStatus: 'active',
      currentPeriodEnd: null,
      hasLapsed: false,
    });
    expect(withoutFree.standing(subscription(more), NOW)).toMatchObject({
      planTier: 'individual',
      subscriptionStatus: status,
      hasLapsed: true,
    });
  });

  it('to a plan that is offered no more is one to the default plan', () => {
    const gone = subscription({ planTier: 'gold', subscriptionStatus: 'trialing', trialEndsAt: FUTURE });
    expect(withFree.standing(gone, NOW).planTier).toBe('free');
    expect(withoutFree.standing(gone, NOW)).toMatchObject({ planTier: 'individual', hasLapsed: false });
    expect(withoutFree.standing({ ...gone, trialEndsAt: PAST }, NOW).hasLapsed).toBe(true);
  });
});

describe('the plans', () => {
  it('are known by their ids only, and say which there are', () => {
    expect(withFree.require('free', 'planTier').id).toBe('free');
    for (const id of ['gold', 'FREE', '', '__proto__']) {
      expect(() => withFree.require(id, 'planTier')).toThrow(ValidationFailed);
    }
  });

  it('are for sale if they have a period and a price', () => {
    expect(withFree.requireForSale('business', 'planId').priceSats).toBe(299_000);
    for (const id of ['free', 'unlimited', 'gold']) {
      expect(() => withFree.requireForSale(id, 'planId')).toThrow(ValidationFailed);
    }
    expect(() => new Plans(parseEnv({})).requireForSale('unlimited', 'planId')).toThrow(ValidationFailed);
  });

  it('can be changed at an address if the instance has one, and there is a choice or one to buy', () => {
    expect(withFree.upgradeUrl).toBe('https://pay.example.com/dashboard/plan');
    expect(withoutFree.upgradeUrl).toBeNull();
    expect(new Plans(parseEnv({ PUBLIC_URL: 'https://pay.example.com' })).upgradeUrl).toBeNull();
    const sold = parseEnv({
      PLANS: 'hosted',
      PUBLIC_URL: 'https://pay.example.com',
      OPERATOR_MERCHANT: '1:live',
    });
    const one = {
      ...sold,
      plans: sold.plans.filter(({ id }) => id === 'individual'),
      defaultPlan: 'individual',
    };
    expect(new Plans(one).upgradeUrl).toBe('https://pay.example.com/dashboard/plan');
  });

  it('is everybody’s where it costs nothing, or is what new merchants get, and does not end', () => {
    const everybodys = (plans: Plans) =>
      env.plans.filter((plan) => plans.isForEverybody(plan)).map(({ id }) => id);
    expect(everybodys(withFree)).toEqual(['free']);
    expect(everybodys(new Plans({ ...env, defaultPlan: 'unlimited' }))).toEqual(['free', 'unlimited']);
    expect(everybodys(new Plans({ ...env, defaultPlan: 'individual' }))).toEqual(['free']);
  });

  it('can be bought where somebody sells one that has a price', () => {
    const sold = (variables: NodeJS.ProcessEnv) => new Plans(parseEnv(variables)).areSold;
    expect(sold({ PLANS: 'hosted', OPERATOR_MERCHANT: '1:live' })).toBe(true);
    expect(sold({ PLANS: 'hosted' })).toBe(false);
    expect(sold({ OPERATOR_MERCHANT: '1:live' })).toBe(false);
  });
});
