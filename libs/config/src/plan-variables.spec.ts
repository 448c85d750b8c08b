import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvError, parseEnv } from './index.js';
import type { Env } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'plans-'));
const file = join(folder, 'plans.json');

afterAll(() => rmSync(folder, { recursive: true }));

const withFile = (content: unknown, more: Record<string, string> = {}): Env => {
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return parseEnv({ PLANS: file, ...more });
};
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof EnvError) return error.message;
  }
  return 'was accepted';
};
const basic = { id: 'basic', name: 'Basic' };
const monthly = { ...basic, period: 'month', priceSats: 5_000, trialDays: 14 };

describe('the plans', () => {
  it('are one without bounds or end, unless others are named', () => {
    const { plans, defaultPlan } = parseEnv({});
    expect(plans.map(({ id, period }) => [id, period])).toEqual([['unlimited', null]]);
    expect(plans[0]?.caps).toEqual({ resources: null, challenges: null, priceSats: null, proxies: null });
    expect(defaultPlan).toBe('unlimited');
  });

  it('are the hosted ones by their word', () => {
    const { plans, defaultPlan } = parseEnv({ PLANS: 'hosted' });
    expect(plans.map(({ id, priceUsdCents, trialDays }) => [id, priceUsdCents, trialDays])).toEqual([
      ['free', 0, 0],
      ['individual', 9_900, 30],
      ['business', 29_900, 30],
      ['unlimited', null, 0],
    ]);
    expect(plans[0]?.caps).toEqual({ resources: 3, challenges: 200, priceSats: 1_000, proxies: 1 });
    expect(defaultPlan).toBe('free');
    expect(parseEnv({ PLANS: 'hosted', DEFAULT_PLAN: 'individual' }).defaultPlan).toBe('individual');
  });

  it('are those of a file, where what is absent bounds nothing', () => {
    const caps = { challenges: 10 };
    const { plans, defaultPlan } = withFile({
      plans: [{ ...monthly, caps, features: { prioritySupport: true } }],
    });
    expect(defaultPlan).toBe('basic');
    expect(plans).toEqual([
      {
        ...monthly,
        priceUsdCents: null,
        caps: { resources: null, challenges: 10, priceSats: null, proxies: null },
        features: expect.objectContaining({ prioritySupport: true, customBrandingEnabled: false }),
      },
    ]);
    expect(Object.isFrozen(plans) && Object.isFrozen(plans[0]) && Object.isFrozen(plans[0]?.caps)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['plans is a list', { plans: [] }],
    ['plans is a list', { plans: Array.from({ length: 51 }, (_, i) => ({ id: `p${i}`, name: 'P' })) }],
    ['the file has no members but plans', { plans: [basic], plan: 1 }],
    ['the file is an object', [basic]],
    ['plans[0] is an object', { plans: [null] }],
    ['every id is there once', { plans: [basic, basic] }],
    ['plans[0].id', { plans: [{ ...basic, id: 'Basic' }] }],
    ['plans[0].id', { plans: [{ ...basic, id: 7 }] }],
    ['plans[0].name', { plans: [{ ...basic, name: ' ' }] }],
    ['plans[0].period', { plans: [{ ...basic, period: 'year' }] }],
    ['plans[0].trialDays', { plans: [{ ...monthly, trialDays: 1.5 }] }],
    ['plans[0].trialDays', { plans: [{ ...basic, trialDays: 1 }] }],
    ['plans[0].priceSats', { plans: [{ ...basic, priceSats: 5 }] }],
    ['plans[0].priceSats', { plans: [{ ...monthly, priceSats: 0 }] }],
    ['plans[0].priceSats', { plans: [{ ...monthly, priceSats: 2_147_483_648 }] }],
    ['plans[0].caps has no members but', { plans: [{ ...basic, caps: { challenge: 5 } }] }],
    ['plans[0].caps.challenges', { plans: [{ ...basic, caps: { challenges: -1 } }] }],
    ['plans[0].caps.resources', { plans: [{ ...basic, caps: { resources: 1_001 } }] }],
    [
      'plans[1].features.prioritySupport',
      { plans: [basic, { ...monthly, features: { prioritySupport: 1 } }] },
    ],
    [
      'plans[0].features.slaUptimePercentage',
      { plans: [{ ...basic, features: { slaUptimePercentage: 101 } }] },
    ],
    ['plans[0].period of the plan free', { plans: [{ ...monthly, id: 'free' }] }],
  ])('say what is wrong with a file: %s', (what, content) => {
    const message = refusal(() => withFile(content));
    expect(message).toMatch(/^PLANS: expected [^\n]+$/);
    if (typeof content !== 'string') expect(message).toContain(what);
  });

  it.each(['nowhere.json', folder, 'Hosted', 'toString'])('are not read from %s', (text) => {
    expect(refusal(() => parseEnv({ PLANS: text }))).toMatch(
      /^PLANS: expected unlimited, hosted or the path/,
    );
  });

  it('give new merchants one that exists and is not over before it began', () => {
    expect(refusal(() => parseEnv({ DEFAULT_PLAN: 'free' }))).toMatch(/^DEFAULT_PLAN: /);
    const noTrial = {
      plans: [{ ...monthly, trialDays: 0 }, basic].map((plan, i) => ({ ...plan, id: `p${i}` })),
    };
    expect(refusal(() => withFile(noTrial))).toMatch(/^DEFAULT_PLAN: expected a plan with a trial/);
    expect(withFile(noTrial, { DEFAULT_PLAN: 'p1' }).defaultPlan).toBe('p1');
  });

  it('bound test challenges only if that is said', () => {
    expect(parseEnv({ PLAN_CAPS_IN_TEST_MODE: 'true' }).planCapsInTestMode).toBe(true);
    expect(refusal(() => parseEnv({ PLAN_CAPS_IN_TEST_MODE: 'yes' }))).toMatch(/expected true or false$/);
  });
});
