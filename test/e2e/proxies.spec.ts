import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
const WISH = { name: 'My API', targetBaseUrl: 'https://api.example.org/v1/', defaultPriceSats: 10 };

beforeAll(async () => {
  shop = await SandboxShop.open({ PLANS: 'hosted', DEFAULT_PLAN: 'free', PRICE_SATS_MAX: '5000' });
});

afterAll(() => shop.close());

const put = (path: string, body: object, key = shop.key) => shop.api.call('PUT', path, key, body);
const remove = (path: string) => shop.api.call('DELETE', path, shop.key);

async function newProxy(more: object = {}): Promise<string> {
  const { status, body } = await shop.post('/api/proxy', { ...WISH, ...more });
  if (status !== 201) throw new Error(`no proxy was made: ${JSON.stringify(body)}`);
  return `/api/proxy/${String(body['proxyId'])}`;
}

describe('a proxy', () => {
  it('is made, shown, changed and removed, its id the same throughout', async () => {
    const made = await shop.post('/api/proxy', WISH);
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.any(Number),
        proxyId: expect.stringMatching(/^my-api-[a-z2-9]{4}$/),
        name: 'My API',
        description: null,
        targetBaseUrl: 'https://api.example.org/v1',
        defaultPriceSats: 10,
        isActive: true,
        mode: 'test',
      },
    });
    const proxyId = String(made.body['proxyId']);
    expect(made.body['proxyUrl']).toBe(`/l402/proxy/${proxyId}`);
    const path = `/api/proxy/${proxyId}`;
    expect((await shop.get(path)).body).toEqual({ ...made.body, requests: 0, revenueSats: 0 });
    const changed = await put(path, { name: 'Another', timeout: 60, description: 'D' });
    expect(changed).toMatchObject({ status: 200, body: { proxyId, name: 'Another', timeout: 60 } });
    expect((await shop.get('/api/proxy')).body['proxies']).toContainEqual(changed.body);
    expect((await remove(path)).status).toBe(204);
    expect((await shop.get(path)).status).toBe(404);
  });

  it('never shows the value of its header, and keeps it until it is taken away', async () => {
    const path = await newProxy({ authHeader: 'X-Key', authValue: 'hush-hush' });
    for (const reply of [
      await shop.get(path),
      await put(path, { name: 'N' }),
      await shop.get('/api/proxy'),
    ]) {
      expect(reply.text).not.toContain('hush');
      expect(reply.text).toContain('"hasAuthValue":true');
    }
    const stored = await shop.pool.query({ text: 'SELECT row_to_json(p)::text AS row FROM proxy p' });
    expect(JSON.stringify(stored.rows)).not.toContain('hush');
    expect((await put(path, { authHeader: '' })).body).toMatchObject({
      authHeader: null,
      hasAuthValue: false,
    });
  });

  it.each([
    [{ targetBaseUrl: 'http://127.0.0.1:5432' }, 'address_refused'],
    [{ targetBaseUrl: 'https://10.0.0.7' }, 'address_refused'],
    [{ targetBaseUrl: 'https://api.example.org:8443' }, 'address_refused'],
    [{ targetBaseUrl: 'https://user:pass@api.example.org' }, 'address_refused'],
    [{ targetBaseUrl: 'https://api.example.org/?a=1' }, 'validation_failed'],
    [{ targetBaseUrl: 'file:///etc/passwd' }, 'validation_failed'],
    [{ defaultPriceSats: 0 }, 'validation_failed'],
    [{ defaultPriceSats: 5001 }, 'validation_failed'],
    [{ timeout: 121 }, 'validation_failed'],
    [{ authValue: 'alone' }, 'validation_failed'],
    [{ authHeader: 'Host', authValue: 'x' }, 'validation_failed'],
    [{ authHeader: 'X-Key', authValue: 'a\r\nb: c' }, 'validation_failed'],
    [{ targetBaseUrl: 'http://api.example.org', authHeader: 'X-Key', authValue: 'x' }, 'validation_failed'],
    [{ allowedMethods: ['TRACE'] }, 'validation_failed'],
    [{ blockedPaths: ['admin'] }, 'validation_failed'],
    [{ blockedPaths: ['/admin/'] }, 'validation_failed'],
    [{ blockedPaths: ['/%61dmin'] }, 'validation_failed'],
    [{ hosts: ['127.0.0.1'] }, 'validation_failed'],
    [{ hosts: ['Shop.example'] }, 'validation_failed'],
  ])('is refused with %j', async (terms, error) => {
    const before = await shop.count('proxy');
    const reply = await shop.post('/api/proxy', { ...WISH, ...terms });
    expect(reply).toMatchObject({ status: 400, body: { error } });
    expect(await shop.count('proxy')).toBe(before);
  });

  it('may be plain http on port 80 where no secret is sent', async () => {
    expect((await shop.post('/api/proxy', { ...WISH, targetBaseUrl: 'http://api.example.org' })).status).toBe(
      201,
    );
  });

  it('is one of as many live ones as the plan allows, however many are made at once', async () => {
    const merchant = await shop.api.newMerchant();
    const make = () => shop.post('/api/proxy', WISH, {}, merchant.liveKey);
    const statuses = (await Promise.all([make(), make(), make()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 402, 402]);
    expect(await make()).toMatchObject({
      status: 402,
      body: { error: 'plan_proxy_limit', current_plan: 'free' },
    });
  });

  it('belongs to its merchant and mode', async () => {
    const path = await newProxy();
    const stranger = await shop.api.newMerchant();
    for (const key of [shop.merchant.liveKey, stranger.testKey])
      expect((await shop.get(path, key)).status).toBe(404);
  });

  it('counts in account, usage and quickstart', async () => {
    await newProxy();
    const { body } = await shop.get('/api/merchant/me');
    expect(body['onboarding']).toMatchObject({ hasActiveProxy: true, isFullyConfigured: false });
    expect((await shop.get('/api/merchant/usage')).body['proxies']).toBeGreaterThan(0);
  });
});

describe('a proxy that is unpublished', () => {
  it('is told of once, and the same call again changes nothing', async () => {
    const path = await newProxy();
    const proxyId = path.split('/').at(-1);
    const first = await shop.post(`${path}/unpublish`, { reason: 'moved' });
    expect(first).toMatchObject({ status: 200, body: { proxyId, retired: true, alreadyRetired: false } });
    const again = await shop.post(`${path}/unpublish`, {});
    expect(again.body).toMatchObject({ retired: true, alreadyRetired: true });
    const told = await shop.pool.query({
      text: `SELECT data FROM outbox WHERE type = 'proxy.unpublished' AND data ->> 'proxyId' = $1`,
      values: [proxyId],
    });
    expect(told.rows).toEqual([{ data: expect.objectContaining({ reason: 'moved', mode: 'test' }) }]);
  });
});

describe('endpoints', () => {
  const ENDPOINT = { endpointId: 'get user', path: '/users/{id}/', httpMethod: 'GET', basePriceSats: 25 };

  it('are made, changed and removed', async () => {
    const path = `${await newProxy()}/manifest/endpoints`;
    const made = await shop.post(path, { ...ENDPOINT, maxUses: 3, summary: 'One user' });
    expect(made).toMatchObject({
      status: 201,
      body: { endpointId: 'get user', path: '/users/{id}', reserve: true, isActive: true, maxUses: 3 },
    });
    expect(await shop.post(path, ENDPOINT)).toMatchObject({
      status: 400,
      body: { error: 'endpoint_exists', message: "Endpoint with ID 'get user' already exists" },
    });
    const one = `${path}/${encodeURIComponent('get user')}`;
    expect((await put(one, { maxUses: null, basePriceSats: 30 })).body).toMatchObject({
      maxUses: null,
      basePriceSats: 30,
      summary: 'One user',
    });
    expect((await shop.get(path)).body['endpoints']).toHaveLength(1);
    expect((await remove(one)).status).toBe(204);
    expect((await remove(one)).status).toBe(404);
  });

  it.each([
    { path: 'users' },
    { path: '/a//b' },
    { basePriceSats: 5001 },
    { httpMethod: 'get' },
    { maxUses: 0 },
  ])('are refused with %j', async (terms) => {
    const path = `${await newProxy()}/manifest/endpoints`;
    expect((await shop.post(path, { ...ENDPOINT, ...terms })).status).toBe(400);
  });

  it('are made of an OpenAPI document, and changed by the next', async () => {
    const path = await newProxy();
    const operation = { operationId: 'find', summary: 'Find', 'x-payment': { price_sats: 7 } };
    const document = { openapi: '3.1.0', paths: { '/find': { get: operation }, '/a{b}': { get: {} } } };
    const imported = () => shop.post(`${path}/manifest/import`, { document });
    const became = (outcome: string) => ({
      skipped: 1,
      operations: [
        { path: '/find', outcome, why: null },
        { path: '/a{b}', httpMethod: 'GET', outcome: 'skip', why: 'path' },
      ],
    });
    expect((await imported()).body).toMatchObject({ created: 1, updated: 0, ...became('create') });
    expect((await imported()).body).toMatchObject({ created: 0, updated: 1, ...became('update') });
    const { body } = await shop.get(`${path}/manifest/endpoints`);
    expect(body['endpoints']).toMatchObject([{ endpointId: 'find', basePriceSats: 7, summary: 'Find' }]);
  });

  it('are not made of operations whose price is above the bound, each of which is named', async () => {
    const path = await newProxy();
    const priced = (price_sats: number) => ({ get: { 'x-payment': { price_sats } } });
    const document = { paths: { '/most': priced(5000), '/more': priced(5001) } };
    const { status, body } = await shop.post(`${path}/manifest/import`, { document });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ created: 1, updated: 0, skipped: 1 },
      operations: [
        { outcome: 'create' },
        { path: '/more', httpMethod: 'GET', outcome: 'skip', why: 'price' },
      ],
    });
    expect((await shop.get(`${path}/manifest/endpoints`)).body['endpoints']).toHaveLength(1);
  });

  it('are made of a document of up to 4 MiB, and of none that is longer', async () => {
    const path = `${await newProxy()}/manifest/import`;
    const filler = (bytes: number) => ({ document: { paths: {}, info: 'x'.repeat(bytes) } });
    expect((await shop.post(path, filler(3_900_000))).status).toBe(200);
    expect((await shop.post(path, filler(4_200_000))).status).toBe(413);
  });

  it('are not made of what is at an address that may not be called', async () => {
    const path = `${await newProxy()}/manifest/import`;
    for (const url of ['https://127.0.0.1/openapi.json', 'https://169.254.169.254/latest'])
      expect((await shop.post(path, { url })).body['error']).toBe('address_refused');
    expect((await shop.post(path, { url: 'http://api.example.org/x' })).body['error']).toBe(
      'validation_failed',
    );
  });
});

describe('what is told of a proxy', () => {
  it('is what its merchant says, within the plan', async () => {
    const path = `${await newProxy()}/manifest/settings`;
    const settings = {
      manifestEnabled: true,
      categories: ['Weather', 'weather'],
      contactEmail: 'a@b.example',
    };
    expect((await put(path, settings)).body).toMatchObject({
      manifestEnabled: true,
      categories: ['weather'],
    });
    expect((await put(path, { contactEmail: '' })).body).toMatchObject({ contactEmail: null });
    expect(await put(path, { manifestPubliclyListed: true })).toMatchObject({
      status: 402,
      body: { error: 'plan_feature_disabled', feature: 'listing' },
    });
    expect((await put(path, { documentationUrl: 'javascript:alert(1)' })).status).toBe(400);
  });
});
