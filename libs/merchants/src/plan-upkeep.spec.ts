import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock } from '@turnpike/config';
import { MerchantsProcess } from '../../../test/support/merchants-process.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';
import type { MerchantPatch, NewMerchant } from './merchants.js';

const START = new Date('2026-11-20T10:00:00.000Z');
const DAY_SECONDS = 86_400;
const after = (days: number): Date => new Date(START.getTime() + days * DAY_SECONDS * 1000);

describe('the upkeep of plans', () => {
  let database: TestDatabase;
  let folder: string;
  /** Two processes of an instance with a free plan, and one of an instance without, each with its clock. */
  let here: MerchantsProcess;
  let there: MerchantsProcess;
  let strict: MerchantsProcess;
  let made = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'plans-'));
    const plans = [{ id: 'individual', name: 'Individual', period: 'month', priceSats: 5, trialDays: 30 }];
    writeFileSync(join(folder, 'plans.json'), JSON.stringify({ plans }));
    here = await MerchantsProcess.start(database.url, new ManualClock(START), { PLANS: 'hosted' });
    there = await MerchantsProcess.start(database.url, here.clock, { PLANS: 'hosted' });
    const PLANS = join(folder, 'plans.json');
    strict = await MerchantsProcess.start(database.url, here.clock, { PLANS });
  });

  afterAll(async () => {
    await Promise.all([here, there, strict].map((one) => one.stop()));
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  // What an earlier test left is over by then, so that each begins with nothing to do.
  beforeEach(async () => {
    await here.pool.query({ text: 'DELETE FROM merchant' });
    await here.pool.query({ text: 'DELETE FROM outbox' });
    here.clock.set(START);
  });

  async function newMerchant(wish: Partial<NewMerchant> = {}, patch: MerchantPatch = {}) {
    made += 1;
    const email = `upkeep-${made}@example.com`;
    const { merchant } = await here.merchants.create({
      name: 'U',
      email,
      planTier: 'individual',
      ...wish,
    });
    await here.merchants.update(merchant.merchantId, patch);
    await here.pool.query({ text: `DELETE FROM outbox WHERE type = 'plan.changed'` });
    return { merchantId: merchant.merchantId };
  }

  const sweep = (which: 'lapse' | 'tell', ...processes: MerchantsProcess[]) =>
    Promise.all(processes.map((one) => one.upkeep[which](here.clock.now())));

  it('moves a merchant whose trial is over to the free plan, once, and tells it', async () => {
    const { merchantId } = await newMerchant();
    here.clock.set(new Date(after(30).getTime() - 1));
    expect(await sweep('lapse', here, there)).toEqual([0, 0]);
    here.clock.set(after(30));
    const counts = await sweep('lapse', here, there, here);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await here.merchants.get(merchantId)).toMatchObject({
      planTier: 'free',
      subscriptionStatus: 'active',
      trialEndsAt: after(30),
      currentPeriodEnd: null,
    });
    expect(await here.events('plan.changed')).toEqual([
      {
        mode: 'live',
        merchantId,
        planTier: 'free',
        previousPlanTier: 'individual',
        subscriptionStatus: 'active',
        trialEndsAt: after(30).toISOString(),
        currentPeriodEnd: null,
        cause: 'end',
      },
    ]);
  });

  it('marks it as lapsed where there is no free plan: a trial as canceled, a paid period as past due', async () => {
    const { merchantId: trial } = await newMerchant();
    const { merchantId: paid } = await newMerchant(
      { trialEndsAt: null },
      { subscriptionStatus: 'active', currentPeriodEnd: after(10) },
    );
    here.clock.set(after(40));
    expect(await sweep('lapse', strict)).toEqual([2]);
    expect(await sweep('lapse', strict)).toEqual([0]);
    const standing = async (id: typeof trial) => {
      const { planTier, subscriptionStatus } = await here.merchants.get(id);
      return [planTier, subscriptionStatus];
    };
    expect(await standing(trial)).toEqual(['individual', 'canceled']);
    expect(await standing(paid)).toEqual(['individual', 'past_due']);
    expect(await strict.events('plan.changed')).toHaveLength(2);
  });

  it('writes just what held before it came by', async () => {
    const { merchantId } = await newMerchant();
    await newMerchant({ trialEndsAt: null }, { currentPeriodEnd: after(1) });
    here.clock.set(after(31));
    for (const one of [strict, here]) {
      const before = one.plans.standing(await one.merchants.get(merchantId), one.clock.now());
      expect(await sweep('lapse', one)).toEqual([2]);
      const { planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd } = before;
      expect(await one.merchants.get(merchantId)).toMatchObject({
        ...{ planTier, subscriptionStatus, trialEndsAt, currentPeriodEnd },
      });
      expect(one.plans.standing(await one.merchants.get(merchantId), one.clock.now())).toEqual(before);
    }
  });

  it('leaves alone what has no end, or one to come', async () => {
    await newMerchant({ planTier: 'unlimited', trialEndsAt: after(1) });
    await newMerchant({ trialEndsAt: null });
    await newMerchant({}, { currentPeriodEnd: after(60), subscriptionStatus: 'active' });
    await newMerchant({ trialEndsAt: after(50) });
    here.clock.set(after(40));
    expect(await sweep('lapse', here, strict)).toEqual([0, 0]);
  });

  it('tells of the end of a trial seven days before and one day before, once each', async () => {
    const { merchantId } = await newMerchant();
    const notices: [number, number][] = [];
    for (let hour = 20 * 24; hour <= 30 * 24; hour += 1) {
      here.clock.set(after(hour / 24));
      const counts = await sweep('tell', here, there);
      const told = counts.reduce((sum, count) => sum + count, 0);
      if (told > 0) notices.push([hour / 24, told]);
    }
    expect(notices).toEqual([
      [23, 1],
      [29, 1],
    ]);
    const told = { mode: 'live', merchantId, planTier: 'individual', ending: 'trial', nextPlanTier: 'free' };
    expect(await here.events('plan.trial_ending')).toEqual(
      [7, 1].map((days) => ({ ...told, days, endsAt: after(30).toISOString() })),
    );
  });

  it('tells of a paid period likewise, and not of a trial that a paid period follows', async () => {
    await newMerchant({}, { subscriptionStatus: 'active', currentPeriodEnd: after(60) });
    here.clock.set(after(29.5));
    expect(await sweep('tell', strict)).toEqual([0]);
    here.clock.set(after(59.5));
    expect(await sweep('tell', strict)).toEqual([1]);
    expect(await strict.events('plan.trial_ending')).toEqual([
      expect.objectContaining({ ending: 'period', days: 1, nextPlanTier: null }),
    ]);
  });

  it('tells anew when the end has moved', async () => {
    const { merchantId } = await newMerchant();
    here.clock.set(after(29.5));
    expect(await sweep('tell', here)).toEqual([1]);
    await here.merchants.update(merchantId, { trialEndsAt: after(34) });
    expect(await sweep('tell', here)).toEqual([1]);
    expect((await here.events('plan.trial_ending')).map(({ days }) => days)).toEqual([1, 7]);
  });
});
