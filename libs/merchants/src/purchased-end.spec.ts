import { parseEnv } from '@turnpike/config';
import { Plans } from './plans.js';
import { aMonthAfter, canBeGiven, purchasedEnd } from './purchased-end.js';
import type { Subscription } from './subscription-standing.js';

const NOW = new Date('2026-11-20T10:00:00.000Z');
const plans = new Plans(parseEnv({ PLANS: 'hosted' }));
const at = (text: string): Date => new Date(text);

function bought(planTier: string, current: Partial<Subscription>): string | null {
  const subscription: Subscription = {
    planTier: 'individual',
    subscriptionStatus: 'active',
    trialEndsAt: null,
    currentPeriodEnd: null,
    ...current,
  };
  const end = purchasedEnd(plans.of(planTier), plans.of(subscription.planTier), subscription, NOW);
  return end === null ? null : end.toISOString();
}

describe('a month', () => {
  it.each([
    ['2026-11-20T10:00:00.000Z', '2026-12-20T10:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', '2027-01-31T23:59:59.999Z'],
    ['2027-01-31T00:00:00.000Z', '2027-02-28T00:00:00.000Z'],
    ['2028-01-30T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
    ['2027-03-31T12:00:00.000Z', '2027-04-30T12:00:00.000Z'],
  ])('after %s is %s', (from, to) => {
    expect(aMonthAfter(at(from))).toEqual(at(to));
  });
});

describe('a month that is bought', () => {
  const later = at('2026-12-10T10:00:00.000Z');

  it('begins at the end of the same plan, its trial included', () => {
    expect(bought('individual', { currentPeriodEnd: later })).toBe('2027-01-10T10:00:00.000Z');
    const trial = { subscriptionStatus: 'trialing', trialEndsAt: later };
    expect(bought('individual', trial)).toBe('2027-01-10T10:00:00.000Z');
  });

  it('begins now where the plan is over, or had no end and was another', () => {
    const over = { subscriptionStatus: 'past_due', currentPeriodEnd: at('2026-11-19T10:00:00.000Z') };
    expect(bought('individual', over)).toBe('2026-12-20T10:00:00.000Z');
    expect(bought('business', over)).toBe('2026-12-20T10:00:00.000Z');
    expect(bought('individual', { planTier: 'free' })).toBe('2026-12-20T10:00:00.000Z');
    expect(bought('business', {})).toBe('2026-12-20T10:00:00.000Z');
  });

  it('is no end for what has none', () => {
    expect(bought('individual', {})).toBeNull();
  });

  it('has what is left of another paid plan by price before it, and nothing of a trial', () => {
    // 299 days of the one are worth 99 of the other, and the other way round.
    const end = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);
    const credit = (days: number): string => aMonthAfter(end(days)).toISOString();
    expect(bought('business', { currentPeriodEnd: end(299) })).toBe(credit(99));
    expect(bought('individual', { planTier: 'business', currentPeriodEnd: end(99) })).toBe(credit(299));
    expect(bought('business', { subscriptionStatus: 'trialing', trialEndsAt: end(20) })).toBe(credit(0));
  });

  it('gives no more than ten years from now, and takes nothing away that was there before', () => {
    const furthest = '2036-11-20T10:00:00.000Z';
    expect(bought('individual', { currentPeriodEnd: at('2036-11-01T00:00:00.000Z') })).toBe(furthest);
    expect(bought('individual', { currentPeriodEnd: at('2099-01-01T00:00:00.000Z') })).toBe(
      '2099-01-01T00:00:00.000Z',
    );
    // The price of what is left passes what a date can hold.
    const dear = { ...plans.of('business'), priceSats: 2_000_000_000 };
    const cheap = { ...plans.of('individual'), priceSats: 1 };
    const left = {
      planTier: 'business',
      subscriptionStatus: 'active',
      trialEndsAt: null,
      currentPeriodEnd: at('2036-11-01T00:00:00.000Z'),
    };
    expect(purchasedEnd(cheap, dear, left, NOW)?.toISOString()).toBe(furthest);
    expect(canBeGiven(cheap, dear, left, NOW)).toBe(false);
  });

  it.each([
    ['individual', '2036-10-20T10:00:00.000Z', true],
    ['individual', '2036-10-20T10:00:00.001Z', false],
    ['individual', '2020-01-01T00:00:00.000Z', true],
    ['business', '2036-10-20T10:00:00.001Z', true],
  ])('of %s for whose plan ends on %s is for sale: %s', (planTier, end, isForSale) => {
    const subscription = {
      planTier: 'individual',
      subscriptionStatus: 'active',
      trialEndsAt: null,
      currentPeriodEnd: at(end),
    };
    expect(canBeGiven(plans.of(planTier), plans.of('individual'), subscription, NOW)).toBe(isForSale);
  });
});
