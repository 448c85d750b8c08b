import { type HttpReply } from '../support/listening-api.js';
import { plansFile } from '../support/plans-file.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const ADMIN = 'operator-key-of-the-tests';
const DAY = 86_400;
const STRICT = { id: 'solo', name: 'Solo', period: 'month', priceSats: 5_000, trialDays: 30 };

/** An instance without a free plan, and one with. */
let strict: SandboxShop;
let hosted: SandboxShop;

beforeAll(async () => {
  const file = await plansFile(STRICT);
  strict = await SandboxShop.open({ PLANS: file.path, ADMIN_API_KEY: ADMIN });
  await file.remove();
  hosted = await SandboxShop.open({ PLANS: 'hosted', DEFAULT_PLAN: 'individual', ADMIN_API_KEY: ADMIN });
});

afterAll(() => Promise.all([strict.close(), hosted.close()]));

beforeEach(() => [strict, hosted].forEach((shop) => shop.at(0)));

const put = (shop: SandboxShop, merchantId: number, body: object): Promise<HttpReply> =>
  shop.api.call('PUT', `/api/admin/merchants/${merchantId}`, ADMIN, body);
const account = async (shop: SandboxShop, path: string, key: string) =>
  (await shop.get(`/api/merchant${path}`, key)).body;

describe('GET /api/plans: 200', () => {
  it('lists the plans of the operator for anybody, in their order', async () => {
    const { status, body } = await strict.get('/api/plans', null);
    expect(status).toBe(200);
    expect(body).toEqual({
      plans: [
        {
          ...STRICT,
          priceUsdCents: null,
          caps: { resources: null, challenges: null, priceSats: null, proxies: null },
          features: expect.objectContaining({ listingEnabled: true }),
        },
      ],
    });
    const plans = (await hosted.get('/api/plans', null)).body['plans'] as { id: string }[];
    expect(plans.map(({ id }) => id)).toEqual(['free', 'individual', 'business', 'unlimited']);
  });
});

describe('a new merchant', () => {
  it('begins with the trial of the default plan', async () => {
    const { testKey } = await hosted.api.newMerchant();
    expect(await account(hosted, '/subscription', testKey)).toEqual({
      planTier: 'individual',
      subscriptionStatus: 'trialing',
      trialEndsAt: '2026-12-20T12:00:00.000Z',
      currentPeriodEnd: null,
    });
  });

  it('gets from the operator the plan that is named, with its trial, another, or none', async () => {
    const made = async (body: object) => {
      const email = `${Math.random().toString(36).slice(2)}@example.com`;
      const { body: merchant } = await hosted.api.call('POST', '/api/admin/merchants', ADMIN, {
        ...{ name: 'N', email },
        ...body,
      });
      const { planTier, subscriptionStatus, trialEndsAt } = await account(
        hosted,
        '/subscription',
        String(merchant['testApiKey']),
      );
      return [planTier, subscriptionStatus, trialEndsAt];
    };
    expect(await made({ planTier: 'business' })).toEqual([
      'business',
      'trialing',
      '2026-12-20T12:00:00.000Z',
    ]);
    expect(await made({ planTier: 'business', trialDays: 1 })).toEqual([
      'business',
      'trialing',
      '2026-11-21T12:00:00.000Z',
    ]);
    expect(await made({ planTier: 'business', trialDays: 0 })).toEqual(['business', 'active', null]);
    expect(await made({ planTier: 'free' })).toEqual(['free', 'active', null]);
    const refused = await hosted.api.call('POST', '/api/admin/merchants', ADMIN, {
      ...{ name: 'N', email: 'gold@example.com', planTier: 'gold' },
    });
    expect(refused).toMatchObject({ status: 400, body: { errors: { planTier: [expect.any(String)] } } });
  });
});

describe('a plan that is over', () => {
  it('is refused by mint and verify from that moment on, and named (403)', async () => {
    const { testKey, merchantId } = await strict.api.newMerchant();
    const offer = await strict.paid({}, {}, testKey);
    strict.at(30 * DAY - 1);
    const late = await strict.paid({}, {}, testKey);
    expect(await strict.verify(late, {}, testKey)).toMatchObject({ valid: true });
    strict.at(30 * DAY);
    const calls = [strict.mint({}, {}, testKey), strict.verifyReply({ ...offer }, testKey)];
    for (const { status, body } of await Promise.all(calls)) {
      expect({ status, body }).toMatchObject({
        status: 403,
        body: { error: 'l402_not_enabled', current_plan: 'solo', action_required: expect.any(String) },
      });
    }
    const standing = { planTier: 'solo', subscriptionStatus: 'canceled' };
    expect(await account(strict, '/l402-status', testKey)).toEqual({
      l402Enabled: false,
      ...standing,
      isActive: true,
    });
    expect(await account(strict, '/me', testKey)).toMatchObject({
      ...standing,
      features: { l402Enabled: false },
    });
    const shown = await strict.api.call('GET', `/api/admin/merchants/${merchantId}`, ADMIN);
    expect(shown.body).toMatchObject({ ...standing, isActive: true, features: { l402Enabled: false } });
  });

  it('is good again at once when the operator says so, until the end that is given', async () => {
    const { testKey, merchantId } = await strict.api.newMerchant();
    strict.at(31 * DAY);
    expect((await strict.mint({}, {}, testKey)).status).toBe(403);
    const change = { subscriptionStatus: 'active', currentPeriodEnd: '2026-12-22T12:00:00Z' };
    expect((await put(strict, merchantId, change)).body).toMatchObject({
      subscriptionStatus: 'active',
      currentPeriodEnd: '2026-12-22T12:00:00.000Z',
    });
    expect((await strict.mint({}, {}, testKey)).status).toBe(200);
    strict.at(32 * DAY);
    expect((await strict.mint({}, {}, testKey)).status).toBe(403);
    expect((await account(strict, '/subscription', testKey))['subscriptionStatus']).toBe('past_due');
    await put(strict, merchantId, { subscriptionStatus: 'active', currentPeriodEnd: '' });
    expect((await strict.mint({}, {}, testKey)).status).toBe(200);
    expect((await put(strict, merchantId, { currentPeriodEnd: 'soon' })).status).toBe(400);
  });

  it('goes on as the free plan where there is one, with its caps', async () => {
    const { testKey, liveKey } = await hosted.api.newMerchant();
    hosted.at(30 * DAY);
    expect(await account(hosted, '/subscription', testKey)).toEqual({
      planTier: 'free',
      subscriptionStatus: 'active',
      trialEndsAt: '2026-12-20T12:00:00.000Z',
      currentPeriodEnd: null,
    });
    expect((await hosted.mint({}, {}, testKey)).status).toBe(200);
    expect((await hosted.mint({ priceSats: 1_001 }, {}, liveKey)).body).toMatchObject({
      error: 'plan_price_limit',
      current_plan: 'free',
    });
    expect((await account(hosted, '/usage', testKey))['caps']).toMatchObject({ challenges: 200 });
  });
});

describe('PUT /api/admin/merchants/{id}', () => {
  it('tells plan.changed once for what changed, and not for a name', async () => {
    const { merchantId } = await hosted.api.newMerchant();
    await put(hosted, merchantId, { planTier: 'business', name: 'Other' });
    await put(hosted, merchantId, { planTier: 'business', name: 'Another' });
    const { rows } = await hosted.pool.query<{ data: object }>({
      text: `SELECT data FROM outbox WHERE type = 'plan.changed' AND merchant_id = $1`,
      values: [merchantId],
    });
    expect(rows).toEqual([
      {
        data: expect.objectContaining({
          planTier: 'business',
          previousPlanTier: 'individual',
          cause: 'operator',
        }),
      },
    ]);
    expect(await put(hosted, merchantId, { planTier: 'gold' })).toMatchObject({
      status: 400,
      body: { error: 'validation_failed', errors: { planTier: [expect.stringContaining('business')] } },
    });
  });
});
