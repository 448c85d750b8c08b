import { MerchantsApi } from '../support/merchants-api.js';
import type { MadeMerchant } from '../support/merchants-api.js';
import { createTestDatabase } from '../support/test-database.js';
import type { TestDatabase } from '../support/test-database.js';

const ROUTES = ['/me', '/l402-status', '/subscription', '/usage', '/settings'].map(
  (path) => `/api/merchant${path}`,
);

const DEFAULTS = {
  strictVerify: false,
  settlementPolicy: 'preimage',
  tokenValiditySeconds: 3600,
  invoiceExpirySeconds: 600,
  mppEnabled: true,
  mppPreimageOnly: 'compatible',
  realm: null,
};

describe('account routes', () => {
  let database: TestDatabase;
  let api: MerchantsApi;
  let merchant: MadeMerchant;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await MerchantsApi.start(database.url);
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  beforeEach(async () => {
    merchant = await api.newMerchant();
  });

  const get = (path: string, key: string) => api.call('GET', `/api/merchant${path}`, { key });
  const patch = (key: string, body: unknown) => api.call('PATCH', '/api/merchant/settings', { key, body });

  describe('200', () => {
    it('tells the merchant who it is', async () => {
      const { status, body } = await get('/me', merchant.testApiKey);
      expect(status).toBe(200);
      expect(body).toEqual({
        merchantId: merchant.id,
        name: merchant.name,
        email: expect.stringMatching(/^merchant-\d+@example\.com$/),
        planTier: 'unlimited',
        subscriptionStatus: 'active',
        isActive: true,
        createdAt: '2026-11-20T10:00:00.000Z',
        paymentProvider: null,
        features: {
          l402Enabled: true,
          refundsEnabled: false,
          multiCurrencyEnabled: false,
          analyticsEnabled: false,
          prioritySupport: false,
          customBrandingEnabled: false,
          maxWebhookEndpoints: 16,
          slaUptimePercentage: 0,
        },
        onboarding: {
          hasOpenNodeKey: false,
          hasStrikeKey: false,
          hasNwcConnection: false,
          hasPaymentProviderKey: false,
          hasWebhookUrl: false,
          hasActiveProxy: false,
          proxyCount: 0,
          isFullyConfigured: false,
        },
      });
    });

    it('stays readable when the operator switches the merchant off, and shows it', async () => {
      await api.admin('PUT', `/${merchant.id}`, { isActive: false, subscriptionStatus: 'past_due' });
      const standing = { planTier: 'unlimited', subscriptionStatus: 'past_due' };
      expect((await get('/l402-status', merchant.apiKey)).body).toEqual({
        l402Enabled: false,
        ...standing,
        isActive: false,
      });
      expect((await get('/subscription', merchant.apiKey)).body).toEqual({
        ...standing,
        trialEndsAt: null,
        currentPeriodEnd: null,
      });
      expect((await get('/me', merchant.apiKey)).body).toMatchObject({
        isActive: false,
        features: { l402Enabled: false },
      });
    });

    it('counts the sales of the calendar month', async () => {
      expect((await get('/usage', merchant.testApiKey)).body).toEqual({
        periodStart: '2026-11-01T00:00:00.000Z',
        periodEnd: '2026-12-01T00:00:00.000Z',
        challenges: 0,
        paidChallenges: 0,
        revenueSats: 0,
        resources: 0,
        proxies: 0,
        caps: { resources: null, challenges: null, priceSats: null, proxies: null },
      });
    });

    it('keeps settings apart by mode, changes what is sent and answers with all', async () => {
      expect((await get('/settings', merchant.apiKey)).body).toEqual(DEFAULTS);
      const changed = { ...DEFAULTS, strictVerify: true, tokenValiditySeconds: 300, realm: 'shop' };
      const { status, body } = await patch(merchant.apiKey, {
        strictVerify: true,
        tokenValiditySeconds: 300,
        realm: 'shop',
        mppEnabled: null,
        merchantId: 1,
        mode: 0,
      });
      expect([status, body]).toEqual([200, changed]);
      expect((await get('/settings', merchant.apiKey)).body).toEqual(changed);
      expect((await get('/settings', merchant.testApiKey)).body).toEqual(DEFAULTS);
    });

    it('takes null for absent in every setting, so that what was read can be sent back', async () => {
      const changed = { ...DEFAULTS, realm: 'shop', strictVerify: true, invoiceExpirySeconds: 120 };
      expect((await patch(merchant.testApiKey, changed)).body).toEqual(changed);
      const nulls = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, null]));
      expect(await patch(merchant.testApiKey, nulls)).toMatchObject({ status: 200, body: changed });
      expect((await get('/settings', merchant.testApiKey)).body).toEqual(changed);
    });

    it('takes the realm away by an empty text', async () => {
      await patch(merchant.testApiKey, { realm: 'shop', strictVerify: true });
      const { body } = await patch(merchant.testApiKey, { realm: '' });
      expect(body).toEqual({ ...DEFAULTS, strictVerify: true });
    });

    it('takes an empty body for no change', async () => {
      expect((await patch(merchant.testApiKey, {})).body).toEqual(DEFAULTS);
    });
  });

  describe('400', () => {
    it.each([
      ['strictVerify', 'yes'],
      ['strictVerify', 1],
      ['settlementPolicy', 'trust'],
      ['tokenValiditySeconds', 299],
      ['tokenValiditySeconds', 2_592_001],
      ['tokenValiditySeconds', '600'],
      ['tokenValiditySeconds', 600.5],
      ['invoiceExpirySeconds', 119],
      ['invoiceExpirySeconds', 3_601],
      ['mppEnabled', {}],
      ['mppPreimageOnly', ['off']],
      ['realm', ' '],
      ['realm', 'a"b'],
      ['realm', 'a\u0000b'],
      ['realm', 7],
    ])('refuses %s: %j and changes nothing', async (member, value) => {
      const { status, body } = await patch(merchant.testApiKey, { mppEnabled: false, [member]: value });
      expect(status).toBe(400);
      expect(body).toMatchObject({
        error: 'validation_failed',
        errors: { [member]: expect.arrayContaining([expect.any(String)]) },
      });
      expect((await get('/settings', merchant.testApiKey)).body).toEqual(DEFAULTS);
    });
  });

  describe('401', () => {
    it.each(ROUTES)(
      'answers it to a call of %s without a key and with one that is not good',
      async (path) => {
        const none = await api.call('GET', path);
        expect(none).toMatchObject({ status: 401, body: { error: 'missing_api_key' } });
        const { key, id } = await api.newKey(merchant.testApiKey, { scopes: ['merchant:admin'] });
        expect((await api.call('GET', path, { key })).status).toBe(200);
        await api.call('DELETE', `/api/merchant/api-keys/${id}`, { key });
        for (const bad of [key, key.replace('tp_test_', 'tp_live_'), 'tp_test_', MerchantsApi.adminKey]) {
          const answer = await api.call('GET', path, { key: bad });
          expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_api_key' } });
        }
      },
    );

    it('answers it from the millisecond on in which a key expires', async () => {
      const expiresAt = new Date(api.clock.now().getTime() + 60_000).toISOString();
      const { key } = await api.newKey(merchant.testApiKey, { scopes: ['merchant:admin'], expiresAt });
      expect((await get('/me', key)).status).toBe(200);
      api.clock.advanceSeconds(59.999);
      expect((await get('/me', key)).status).toBe(200);
      api.clock.advanceSeconds(0.001);
      expect((await get('/me', key)).status).toBe(401);
    });
  });

  describe('403', () => {
    it.each(ROUTES)('names the scope that %s needs, which no other scope implies', async (path) => {
      const { key } = await api.newKey(merchant.testApiKey);
      const calls = [api.call('GET', path, { key })];
      if (path.endsWith('/settings')) calls.push(patch(key, { strictVerify: true }));
      for (const { status, body } of await Promise.all(calls)) {
        expect(status).toBe(403);
        expect(body).toMatchObject({ error: 'scope_missing', required_scope: 'merchant:admin' });
      }
    });
  });
});
