import { RetiredResources } from '@turnpike/challenges';
import { SandboxFaults, Unavailable } from '@turnpike/wallets';

import { type HttpReply } from '../support/listening-api.js';
import { plansFile } from '../support/plans-file.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const CAPS = { resources: 2, challenges: 4, priceSats: 100 };
const DECEMBER = (Date.parse('2026-12-01T00:00:00Z') - Date.parse('2026-11-20T12:00:00Z')) / 1000;

let shop: SandboxShop;
let key: string;
let merchantId: number;

beforeAll(async () => {
  const file = await plansFile({ id: 'free', name: 'Free', caps: CAPS }, { id: 'pro', name: 'Pro' });
  shop = await SandboxShop.open({
    PLANS: file.path,
    PLAN_CAPS_IN_TEST_MODE: 'true',
    PUBLIC_URL: 'https://pay.example.com',
    ADMIN_API_KEY: 'operator-key-of-the-tests',
  });
  await file.remove();
});

afterAll(() => shop.close());

beforeEach(async () => {
  shop.at(0);
  ({ testKey: key, merchantId } = await shop.api.newMerchant());
});

const mint = (terms: object = {}, headers: Record<string, string> = {}) => shop.mint(terms, headers, key);
const statuses = async (calls: readonly object[]) => {
  const found: number[] = [];
  for (const terms of calls) found.push((await mint(terms)).status);
  return found;
};
const setPlan = (planTier: string) =>
  shop.api.call('PUT', `/api/admin/merchants/${merchantId}`, 'operator-key-of-the-tests', { planTier });
const capUsage = async () => (await shop.get('/api/merchant/usage', key)).body['capUsage'];

function expectCap(reply: HttpReply, error: string): void {
  expect({ status: reply.status, body: reply.body }).toMatchObject({
    status: 402,
    body: {
      error,
      current_plan: 'free',
      action_required: expect.any(String),
      upgrade_url: 'https://pay.example.com/dashboard/plan',
    },
  });
  expect(reply.headers.get('www-authenticate')).toBeNull();
}

describe('POST /api/l402/challenges: 402', () => {
  it('names the price that the plan allows, and asks no wallet', async () => {
    const before = await shop.count('sandbox_invoice');
    const refused = await mint({ priceSats: 101 });
    expectCap(refused, 'plan_price_limit');
    expect(refused.body['detail']).toContain('100');
    expect(await shop.count('sandbox_invoice')).toBe(before);
    expect((await mint({ priceSats: 100 })).status).toBe(200);
  });

  it('counts endpoints: query and ids count as nothing of their own, and a known one goes on', async () => {
    const resources = ['/a/1', '/a/2?x', '/b', '/a/3'].map((resource) => ({ resource }));
    expect(await statuses(resources)).toEqual([200, 200, 200, 200]);
    expect(await capUsage()).toEqual({ challenges: 4, resources: 2 });
    const { testKey } = await shop.api.newMerchant();
    key = testKey;
    expect(await statuses([{ resource: '/a' }, { resource: '/b' }])).toEqual([200, 200]);
    expectCap(await mint({ resource: '/c' }), 'plan_endpoint_limit');
    expect((await mint({ resource: '/b?again' })).status).toBe(200);
  });

  it('counts challenges, and asks no wallet beyond them', async () => {
    expect(await statuses([{}, {}, {}, {}])).toEqual([200, 200, 200, 200]);
    const before = await shop.count('sandbox_invoice');
    expectCap(await mint(), 'plan_volume_limit');
    expect(await shop.count('sandbox_invoice')).toBe(before);
  });

  it('counts no challenge that comes back: by its key or for its payer', async () => {
    const order = { 'x-idempotency-key': 'order' };
    for (let i = 0; i < 4; i += 1) expect((await mint({}, order)).status).toBe(200);
    for (let i = 0; i < 4; i += 1) expect((await mint({ payer: 'p' })).status).toBe(200);
    expect(await capUsage()).toEqual({ challenges: 2, resources: 1 });
    await statuses([{}, {}]);
    expect((await mint({}, order)).headers.get('x-idempotency-replayed')).toBe('true');
    expect((await mint({ payer: 'p' })).headers.get('x-idempotency-replayed')).toBe('true');
    expectCap(await mint({}, { 'x-idempotency-key': 'next' }), 'plan_volume_limit');
    // The refused call has freed its key.
    expectCap(await mint({ resource: '/x' }, { 'x-idempotency-key': 'next' }), 'plan_volume_limit');
  });

  it('counts no challenge that was not made', async () => {
    const faults = shop.api.app.get(SandboxFaults, { strict: false });
    faults.creation = () => Promise.reject(new Unavailable(1));
    expect(await statuses([{}, {}, {}, {}, {}])).toEqual([503, 503, 503, 503, 503]);
    faults.creation = null;
    expect(await capUsage()).toEqual({ challenges: 0, resources: 0 });
  });

  it('says so after what is wrong with the call itself', async () => {
    const retired = shop.api.app.get(RetiredResources, { strict: false });
    await retired.retire(merchantId, '/old');
    await statuses([{}, {}, {}, {}]);
    expect((await mint({ resource: '/old' })).status).toBe(410);
    expect((await mint({ priceSats: 0 })).status).toBe(400);
    expectCap(await mint({ resource: '/new', priceSats: 101 }), 'plan_price_limit');
  });

  it('bounds one merchant by what it sold itself', async () => {
    await statuses([{}, {}, {}, {}]);
    expect((await shop.mint({}, {}, (await shop.api.newMerchant()).testKey)).status).toBe(200);
  });

  it('begins anew with the month, in UTC', async () => {
    await statuses([{}, {}, {}, {}]);
    shop.at(DECEMBER - 1);
    expectCap(await mint(), 'plan_volume_limit');
    shop.at(DECEMBER);
    expect((await mint({ resource: '/new' })).status).toBe(200);
    expect(await capUsage()).toEqual({ challenges: 1, resources: 1 });
  });

  it('ends when the operator gives another plan, which counts nothing', async () => {
    await statuses([{}, {}, {}, {}]);
    expect((await setPlan('pro')).status).toBe(200);
    expect(await statuses([{}, { resource: '/c', priceSats: 5_000 }, { resource: '/d' }])).toEqual([
      200, 200, 200,
    ]);
    expect(await capUsage()).toBeNull();
    await setPlan('free');
    expect(await capUsage()).toEqual({ challenges: 4, resources: 1 });
    expectCap(await mint(), 'plan_volume_limit');
  });
});

describe('a cap that is reached', () => {
  it('leaves what was sold before good, every use of it', async () => {
    const offer = await shop.paid({ resource: '/sold' }, {}, key);
    await statuses([{}, {}, {}, {}]);
    expectCap(await mint(), 'plan_volume_limit');
    expectCap(await mint({ resource: '/third' }), 'plan_endpoint_limit');
    expect(await shop.verify(offer, { resource: '/sold' }, key)).toMatchObject({ valid: true });
    expect(await shop.verify(offer, { resource: '/sold' }, key)).toMatchObject({ valid: true });
  });

  it('is told to the merchant, once', async () => {
    await statuses([{}, {}, {}, {}, {}]);
    const { rows } = await shop.pool.query({
      text: `SELECT data FROM outbox WHERE type = 'plan.limit_reached' AND merchant_id = $1`,
      values: [merchantId],
    });
    const event = { mode: 'test', merchantId, planTier: 'free', month: '2026-11' };
    expect(rows.map(({ data }) => data as unknown)).toEqual([
      { ...event, cap: 'challenges', percent: 100, used: 4, max: 4 },
    ]);
  });
});

describe('caps of a plan', () => {
  it('leave test keys alone unless the operator says otherwise', async () => {
    const hosted = await SandboxShop.open({ PLANS: 'hosted' });
    for (const resource of ['/a', '/b', '/c', '/d']) {
      expect((await hosted.mint({ resource, priceSats: 5_000 })).status).toBe(200);
    }
    expect(await hosted.count('plan_usage')).toBe(0);
    expect((await hosted.get('/api/merchant/usage')).body).toMatchObject({
      caps: { resources: 3, challenges: 200, priceSats: 1_000, proxies: 1 },
      capUsage: { challenges: 0, resources: 0 },
    });
    const live = await hosted.mint({ priceSats: 1_001 }, {}, hosted.merchant.liveKey);
    expect([live.status, live.body['error']]).toEqual([402, 'plan_price_limit']);
    await hosted.close();
  });
});
