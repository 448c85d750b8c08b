import { MerchantsApi } from '../support/merchants-api.js';
import type { MadeMerchant } from '../support/merchants-api.js';
import { createTestDatabase } from '../support/test-database.js';
import type { TestDatabase } from '../support/test-database.js';

const PATH = '/api/admin/merchants';
const NEW = { name: 'Weather Works', email: 'weather@example.com' };

describe('operator routes', () => {
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

  const detail = async (id = merchant.id) => (await api.admin('GET', `/${id}`)).body;
  const good = async (key: string) => (await api.call('GET', '/api/merchant/me', { key })).status === 200;
  const keyOf = (answer: { body: unknown }) => (answer.body as { apiKey: string }).apiKey;

  it('makes a merchant with a live and a test key (201)', async () => {
    const { status, body } = await api.admin('POST', '', { ...NEW, planTier: null, role: 'root' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(Number),
      name: NEW.name,
      apiKey: expect.stringMatching(/^tp_live_/),
      testApiKey: expect.stringMatching(/^tp_test_/),
    });
    expect([await good(keyOf({ body })), await good((body as MadeMerchant).testApiKey)]).toEqual([
      true,
      true,
    ]);
    expect(await detail((body as MadeMerchant).id)).toEqual({
      merchantId: (body as MadeMerchant).id,
      ...NEW,
      planTier: 'unlimited',
      subscriptionStatus: 'active',
      isActive: true,
      createdAt: '2026-11-20T10:00:00.000Z',
      trialEndsAt: null,
      currentPeriodEnd: null,
      hasWallet: false,
      hasWebhookUrl: false,
      features: expect.objectContaining({ l402Enabled: true }),
    });
  });

  it('begins a trial of so many days', async () => {
    const { body } = await api.admin('POST', '', { ...NEW, email: 'trial@example.com', trialDays: 30 });
    expect(await detail((body as MadeMerchant).id)).toMatchObject({
      subscriptionStatus: 'trialing',
      trialEndsAt: '2026-12-20T10:00:00.000Z',
    });
  });

  it('makes one merchant of simultaneous calls with one address (409 email_taken)', async () => {
    const calls = ['twin@example.com', 'TWIN@Example.com'].map((email) =>
      api.admin('POST', '', { name: 'T', email }),
    );
    const answers = (await Promise.all(calls)).sort((a, b) => a.status - b.status);
    expect(answers.map(({ status }) => status)).toEqual([201, 409]);
    expect(answers[1]?.body).toMatchObject({ error: 'email_taken' });
  });

  it('lists by part of name or address, in pages', async () => {
    const { status, body } = await api.admin('GET', '?q=MERCHANT-&limit=1&offset=1');
    expect(status).toBe(200);
    expect(body).toEqual({
      merchants: [
        {
          merchantId: expect.any(Number),
          name: expect.stringMatching(/^Merchant /),
          email: expect.stringMatching(/^merchant-/),
          planTier: 'unlimited',
          subscriptionStatus: 'active',
          isActive: true,
          createdAt: '2026-11-20T10:00:00.000Z',
        },
      ],
      total: expect.any(Number),
      limit: 1,
      offset: 1,
    });
    expect((await api.admin('GET', '?q=')).body).toMatchObject({ limit: 20, offset: 0 });
    expect((await api.admin('GET', '?q=nobody-at-all')).body).toMatchObject({ merchants: [], total: 0 });
  });

  it('changes what is sent and leaves the rest', async () => {
    const before = await detail();
    const change = { isActive: false, trialEndsAt: '2027-01-01T00:00:00Z', subscriptionStatus: 'trialing' };
    const { status, body } = await api.admin('PUT', `/${merchant.id}`, { ...change, name: null });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...(before as object),
      ...change,
      trialEndsAt: '2027-01-01T00:00:00.000Z',
      features: expect.objectContaining({ l402Enabled: false }),
    });
    await api
      .admin('PUT', `/${merchant.id}`, { email: ' ' })
      .then(({ status: bad }) => expect(bad).toBe(400));
    const email = `Moved-${String(merchant.id)}@Example.com`;
    const back = { isActive: true, trialEndsAt: null, subscriptionStatus: 'active', email };
    const still = await api.admin('PUT', `/${merchant.id}`, back);
    expect(still.body).toMatchObject({ isActive: true, trialEndsAt: '2027-01-01T00:00:00.000Z' });
    await api.admin('PUT', `/${merchant.id}`, { trialEndsAt: '' });
    expect(await detail()).toEqual({ ...(before as object), email: email.toLowerCase() });
    expect(await api.admin('PUT', `/${merchant.id}`, before)).toMatchObject({ status: 200, body: before });
  });

  it('gives no merchant the address of another (409)', async () => {
    await api.admin('POST', '', { name: 'H', email: 'held@example.com' });
    expect(await api.admin('PUT', `/${merchant.id}`, { email: 'HELD@example.com' })).toMatchObject({
      status: 409,
      body: { error: 'email_taken' },
    });
  });

  it('makes a key for a merchant who lost theirs, and ends all others if asked', async () => {
    const make = async (body?: object) => keyOf(await api.admin('POST', `/${merchant.id}/api-keys`, body));
    const extra = await make();
    expect(extra).toMatch(/^tp_live_/);
    const test = await make({ revokeOthers: true, mode: 'test' });
    expect(test).toMatch(/^tp_test_/);
    const before = [merchant.apiKey, extra, test, merchant.testApiKey];
    expect(await Promise.all(before.map(good))).toEqual([true, true, true, false]);
    const only = await make({ revokeOthers: true });
    expect(await Promise.all([...before, only].map(good))).toEqual([false, false, false, false, true]);
  });

  it('retires a resource (200) and takes that back (204), as often as asked', async () => {
    const path = `/${merchant.id}/retired-resources`;
    const body = { resource: '/old/{id}?a=b' };
    for (const method of ['PUT', 'PUT']) {
      expect(await api.admin(method, path, body)).toMatchObject({ status: 200, body });
    }
    for (const method of ['DELETE', 'DELETE']) {
      expect(await api.admin(method, path, body)).toMatchObject({ status: 204, body: null });
    }
  });

  it.each<[string, string, object, string]>([
    ['POST', '', { email: 'x@example.com' }, 'name'],
    ['POST', '', { ...NEW, name: ' ' }, 'name'],
    ['POST', '', { ...NEW, name: 'a\nb' }, 'name'],
    ['POST', '', { ...NEW, name: 'x'.repeat(201) }, 'name'],
    ['POST', '', { ...NEW, name: `x${'\ufe0e'.repeat(200)}` }, 'name'],
    ['POST', '', { name: 'X' }, 'email'],
    ['POST', '', { ...NEW, email: 'nobody' }, 'email'],
    ['POST', '', { ...NEW, email: ['a@example.com'] }, 'email'],
    ['POST', '', { ...NEW, planTier: 'business' }, 'planTier'],
    ['POST', '', { ...NEW, trialDays: -1 }, 'trialDays'],
    ['POST', '', { ...NEW, trialDays: 1.5 }, 'trialDays'],
    ['POST', '', { ...NEW, webhookUrl: 'http://example.com/hook' }, 'webhookUrl'],
    ['POST', '', { ...NEW, webhookUrl: 7 }, 'webhookUrl'],
    ['POST', '', { ...NEW, webhookSecret: 'x'.repeat(257) }, 'webhookSecret'],
    ['PUT', '/1', { planTier: 'free' }, 'planTier'],
    ['PUT', '/1', { subscriptionStatus: 'paused' }, 'subscriptionStatus'],
    ['PUT', '/1', { trialEndsAt: 'soon' }, 'trialEndsAt'],
    ['PUT', '/1', { isActive: 'no' }, 'isActive'],
    ['POST', '/1/api-keys', { revokeOthers: 'yes' }, 'revokeOthers'],
    ['POST', '/1/api-keys', { mode: 'both' }, 'mode'],
    ['PUT', '/1/retired-resources', {}, 'resource'],
    ['PUT', '/1/retired-resources', { resource: ' ' }, 'resource'],
    ['DELETE', '/1/retired-resources', { resource: 'x'.repeat(2_049) }, 'resource'],
    ['DELETE', '/1/retired-resources', { resource: 'a\tb' }, 'resource'],
    ['GET', '?limit=0', {}, 'limit'],
    ['GET', '?limit=201', {}, 'limit'],
    ['GET', '?limit=1e1', {}, 'limit'],
    ['GET', '?offset=-1', {}, 'offset'],
    ['GET', '?q=a&q=b', {}, 'q'],
    ['GET', '?q=%00', {}, 'url'],
    ['GET', '/%00', {}, 'url'],
  ])('refuses %s %s %j (400)', async (method, path, body, member) => {
    const answer = await api.admin(method, path, method === 'GET' ? undefined : body);
    expect({ status: answer.status, body: answer.body }).toMatchObject({
      status: 400,
      body: {
        error: 'validation_failed',
        errors: { [member]: expect.arrayContaining([expect.any(String)]) },
      },
    });
  });

  const everyRoute = (id: string | number): [string, string, object?][] => [
    ['GET', `/${id}`],
    ['PUT', `/${id}`, { name: 'N' }],
    ['PUT', `/${id}`, {}],
    ['POST', `/${id}/api-keys`, {}],
    ['PUT', `/${id}/retired-resources`, { resource: '/x' }],
    ['DELETE', `/${id}/retired-resources`, { resource: '/x' }],
  ];

  it.each([
    0,
    999_999,
    2_147_483_648,
    9_999_999_999,
    '99999999999999999999',
    '-1',
    '1.0',
    '0x1',
    'me',
    '%20',
  ])('knows no merchant %s (404)', async (id) => {
    for (const [method, path, body] of everyRoute(id)) {
      const { status, body: problem } = await api.admin(method, path, body);
      expect([status, problem]).toEqual([404, expect.objectContaining({ error: 'not_found' })]);
    }
  });

  it('is for the operator only: 401 to everybody else', async () => {
    const routes = [['GET', ''], ['POST', '', NEW], ...everyRoute(merchant.id)] as [
      string,
      string,
      object?,
    ][];
    for (const [method, path, body] of routes) {
      expect((await api.call(method, PATH + path, { body })).body).toMatchObject({
        error: 'missing_api_key',
      });
      for (const key of [merchant.apiKey, `${MerchantsApi.adminKey}x`]) {
        const answer = await api.call(method, PATH + path, { key, body });
        expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_api_key' } });
      }
    }
  });

  it('is not there at all where no operator key is configured (404)', async () => {
    const closed = await MerchantsApi.start(database.url, { ADMIN_API_KEY: '' });
    for (const [method, path, body] of everyRoute(merchant.id)) {
      expect((await closed.admin(method, path, body)).status).toBe(404);
    }
    await closed.stop();
  });
});
