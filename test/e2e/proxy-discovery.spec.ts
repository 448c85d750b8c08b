import { ProbeUpstreams } from '@turnpike/proxies';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';

let scene: GatewayScene;
let proxy: SceneProxy;

beforeAll(async () => {
  scene = await GatewayScene.open({ PUBLIC_URL: 'https://pay.example.com' });
  proxy = await scene.proxy({ authHeader: 'X-Key', authValue: 'hush-hush' });
  await scene.endpoint(proxy, {
    endpointId: 'getUser',
    path: '/users/{id}',
    basePriceSats: 25,
    summary: 'One | user',
  });
  await scene.endpoint(proxy, { endpointId: 'off', path: '/off', basePriceSats: 1, isActive: false });
  const settings = { manifestEnabled: true, serviceDescription: 'People', categories: ['people'] };
  await scene.shop.api.call('PUT', `${proxy.api}/manifest/settings`, scene.shop.key, settings);
});

afterAll(() => scene.close());

const at = (path: string, headers = {}) => fetch(scene.gateway.localUrl + proxy.path + path, { headers });

const DOCUMENTS = [
  '/.well-known/l402-manifest.json',
  '/l402-manifest.json',
  '/.well-known/l402.json',
  '/l402.json',
  '/.well-known/l402-services',
  '/openapi.json',
  '/llms.txt',
  '/manifest.md',
];

describe.each(DOCUMENTS)('%s', (path) => {
  it('is told to anybody, for nothing, making nothing, without a word of the upstream', async () => {
    const before = await scene.shop.count('challenge');
    const answer = await at(path);
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
    for (const secret of ['hush', '127.0.0.1', 'X-Key', '/off']) expect(text).not.toContain(secret);
    expect(text).toContain('/users/{id}');
    const etag = answer.headers.get('etag')!;
    const again = await at(path, { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(await scene.shop.count('challenge')).toBe(before);
    expect(scene.upstream.seen).toEqual([]);
  });

  it('is not there while its merchant tells nothing', async () => {
    const silent = await scene.proxy();
    expect((await fetch(scene.gateway.localUrl + silent.path + path)).status).toBe(404);
  });
});

describe('the documents', () => {
  const json = async (path: string) => (await (await at(path)).json()) as Record<string, unknown>;

  it('have the shapes that their readers know', async () => {
    const base_url = `https://pay.example.com${proxy.path}`;
    expect(await json('/l402-manifest.json')).toMatchObject({
      version: '1.0',
      service: { name: 'An API', description: 'People', base_url, categories: ['people'] },
      l402: { default_price_sats: 10, payment_flow: '402_challenge_response' },
      endpoints: [{ id: 'getUser', path: '/users/{id}', method: 'GET', pricing: { base_price_sats: 25 } }],
    });
    expect(await json('/.well-known/l402.json')).toMatchObject({
      currencies: ['msat'],
      services: [{ resources: [{ path: '/users/{id}', pricing: { model: 'fixed', price_msat: 25_000 } }] }],
    });
    expect(await json('/.well-known/l402-services')).toMatchObject({
      services: [{ endpoint: `${base_url}/users/{id}`, method: 'GET' }],
      routes: [{ path: '/users/{id}', price: { amount_msat: 25_000 } }],
    });
    expect(await json('/openapi.json')).toMatchObject({
      openapi: '3.1.0',
      servers: [{ url: base_url }],
      paths: {
        '/users/{id}': {
          get: {
            operationId: 'getUser',
            parameters: [{ name: 'id', in: 'path', required: true }],
            'x-payment': { scheme: 'L402', price_sats: 25, token_validity_seconds: 3600 },
            'x-payment-info': { offers: [{ amount: '25', currency: 'sat' }] },
          },
        },
      },
    });
  });

  it('are read again by an import', async () => {
    const other = await scene.proxy();
    const document = await json('/openapi.json');
    const imported = await scene.shop.post(`${other.api}/manifest/import`, { document });
    expect(imported.body).toMatchObject({ created: 1, updated: 0, skipped: 0 });
    const { body } = await scene.shop.get(`${other.api}/manifest/endpoints`);
    expect(body['endpoints']).toMatchObject([{ endpointId: 'getUser', basePriceSats: 25 }]);
  });

  it('are told of by the API, too', async () => {
    const reply = await scene.shop.api.call('GET', `/api/proxy/${proxy.proxyId}/manifest.md`, null);
    expect(reply.text).toContain('# An API');
    expect((await scene.shop.api.call('GET', '/api/proxy/nobodys-abcd/manifest.md', null)).status).toBe(404);
  });
});

describe('the registry', () => {
  const list = async (query = '') => {
    const { body } = await scene.shop.api.call('GET', `/api/manifests/registry${query}`, null);
    const items = body['items'] as Record<string, unknown>[];
    return { total: body['total'], names: items.map(({ name }) => name), items };
  };
  const set = (one: SceneProxy, settings: object, key: string) =>
    scene.shop.api.call('PUT', `${one.api}/manifest/settings`, key, settings);

  it('shows what is listed, of live mode, by words, categories and pages', async () => {
    const { liveKey } = scene.shop.merchant;
    const listed = { manifestEnabled: true, manifestPubliclyListed: true };
    await set(proxy, listed, scene.shop.key);
    for (const [name, category] of [
      ['Weather_1', 'weather'],
      ['Maps%', 'maps'],
      ['Both', 'maps'],
    ] as const)
      await set(await scene.proxy({ name }, liveKey), { ...listed, categories: [category] }, liveKey);
    expect(await list()).toMatchObject({ total: 3, names: ['Weather_1', 'Maps%', 'Both'] });
    expect((await list('?category=Maps')).names).toEqual(['Maps%', 'Both']);
    expect((await list('?q=%25')).names).toEqual(['Maps%']);
    expect((await list('?q=WEATHER_')).names).toEqual(['Weather_1']);
    expect(await list('?pageSize=1&page=2')).toMatchObject({ total: 3, names: ['Maps%'] });
    expect((await list()).items[0]).toMatchObject({
      health: 'unknown',
      proxyBaseUrl: expect.stringMatching(/^https:\/\/pay\.example\.com\/l402\/proxy\/weather-1-/),
    });
  });

  it('marks what is down, and puts it last', async () => {
    const { liveKey } = scene.shop.merchant;
    const targetBaseUrl = 'http://127.0.0.1:9';
    const dead = await scene.proxy({ name: 'Dead', targetBaseUrl }, liveKey);
    await set(dead, { manifestEnabled: true, manifestPubliclyListed: true }, liveKey);
    await scene.shop.pool.query({
      text: `UPDATE proxy SET id = -id WHERE public_id = $1`,
      values: [dead.proxyId],
    });
    const probing = scene.shop.api.app.get(ProbeUpstreams, { strict: false });
    expect(await probing.run(new AbortController().signal)).toBe(4);
    expect(await probing.run(new AbortController().signal)).toBe(0);
    const { items } = await list();
    expect(items.map(({ name, health }) => [name, health])).toEqual([
      ['Weather_1', 'ok'],
      ['Maps%', 'ok'],
      ['Both', 'ok'],
      ['Dead', 'down'],
    ]);
    expect(scene.upstream.seen.every(({ headers }) => headers['x-key'] === undefined)).toBe(true);
  });
});
