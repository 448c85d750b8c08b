import { parseEnv } from '@turnpike/config';
import { type HotPool, type Statement } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';
import { Plans, type Principal } from '@turnpike/merchants';
import { PlanEndpointLimit, PlanPriceLimit, PlanVolumeLimit } from '@turnpike/problems';

import { endpointKey } from './endpoint-pattern.js';
import { type MintRequest } from './mint-request.js';
import { PlanLimits } from './plan-limits.js';

const NOW = new Date('2026-11-30T23:59:59.999Z');
const live = { merchantId: 7 as MerchantId, mode: 'live', planTier: 'free' } as Principal;
const request = { resource: '/users/7?x', priceSats: 1_000 } as MintRequest;

/** The limits on a database that knows this usage, and what it was asked. */
function limitsOf(used: object = {}, variables: Record<string, string> = {}) {
  const asked: Statement[] = [];
  const pool = {
    query: (statement: Statement) => {
      asked.push(statement);
      return Promise.resolve({ rows: [{ challenges: 0, resources: 0, hasEndpoint: false, ...used }] });
    },
  };
  const env = parseEnv({ PLANS: 'hosted', ...variables });
  return { limits: new PlanLimits(pool as unknown as HotPool, new Plans(env), env), asked };
}

const refusal = async (used: object, priceSats = 1_000): Promise<unknown> =>
  limitsOf(used)
    .limits.admit(live, { ...request, priceSats }, NOW)
    .catch((error: unknown) => error);

describe('the caps of a plan', () => {
  it.each<[string, Partial<Principal>]>([
    ['of a plan without any', { planTier: 'business' }],
    ['of a test key', { mode: 'test' }],
    ['of what the instance itself sells', { isUncapped: true }],
  ])('%s ask the database nothing and count nothing', async (_whose, more) => {
    const { limits, asked } = limitsOf();
    const dear = { ...request, priceSats: 50_000_000 };
    expect(await limits.admit({ ...live, ...more }, dear, NOW)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('are looked up once, for the month of the call in UTC and the endpoint of the resource', async () => {
    const { limits, asked } = limitsOf();
    expect(await limits.admit(live, request, NOW)).toMatchObject({
      month: '2026-11-01',
      endpoint: endpointKey('/users/{id}'),
      caps: { challenges: 200, resources: 3 },
      standing: { currentPlan: 'free', upgradeUrl: null },
    });
    expect(asked.map(({ values }) => values)).toEqual([[7, '2026-11-01', endpointKey('/users/1')]]);
  });

  it('bind test keys where the operator says so', async () => {
    const { limits } = limitsOf({}, { PLAN_CAPS_IN_TEST_MODE: 'true' });
    const dear = { ...request, priceSats: 1_001 };
    await expect(limits.admit({ ...live, mode: 'test' }, dear, NOW)).rejects.toBeInstanceOf(PlanPriceLimit);
  });

  it('refuse what has no room: price first, then endpoint, then number', async () => {
    const full = { challenges: 200, resources: 3 };
    expect(await refusal(full, 1_001)).toBeInstanceOf(PlanPriceLimit);
    expect(await refusal(full)).toBeInstanceOf(PlanEndpointLimit);
    expect(await refusal({ ...full, hasEndpoint: true })).toBeInstanceOf(PlanVolumeLimit);
    expect(await refusal({ challenges: 199, resources: 3, hasEndpoint: true })).toMatchObject({
      month: '2026-11-01',
    });
    expect(await refusal({ challenges: 199, resources: 2 })).toMatchObject({ month: '2026-11-01' });
  });
});
