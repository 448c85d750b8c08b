import { countFigures } from '../support/counted-figures.js';
import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';

let scene: GatewayScene;
let proxy: SceneProxy;

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy({
    blockedPaths: ['/admin/*'],
    allowedMethods: ['GET', 'POST'],
  });
  await scene.endpoint(proxy, { endpointId: 'any', path: '/v1/{id}', basePriceSats: 20 });
  await scene.endpoint(proxy, { endpointId: 'own', path: '/v1/me', basePriceSats: 30 });
});

afterAll(() => scene.close());

const probe = (targetBaseUrl: string) => scene.shop.post('/api/proxy/probe', { targetBaseUrl });

describe('a look at an upstream', () => {
  it('tells the status of whoever answers, and sends no secret', async () => {
    scene.upstream.respond = (_request, response) => response.writeHead(404).end();
    const reply = await probe(scene.upstream.url);
    expect(reply).toMatchObject({ status: 200, body: { status: 404, failure: null, code: null } });
    expect(scene.upstream.last.headers).not.toHaveProperty('authorization');
    expect(scene.upstream.last.headers).not.toHaveProperty('cookie');
    scene.upstream.respond = (_request, response) => response.end('fine');
  });

  it('tells why nobody answers, and calls no address that a proxy may not have', async () => {
    expect((await probe('http://127.0.0.1:9')).body).toEqual({
      ...{ status: null, failure: 'unreachable', code: 'ECONNREFUSED' },
    });
    for (const url of ['http://10.0.0.7', 'https://169.254.169.254/latest', 'https://api.example.org:8443'])
      expect((await probe(url)).body['error']).toBe('address_refused');
    expect((await probe('file:///etc/passwd')).body['error']).toBe('validation_failed');
  });
});

describe('the price that a path would get', () => {
  it.each([
    ['GET', '/v1/7', { outcome: 'priced', priceSats: 20, endpointId: 'any', path: '/v1/7' }],
    ['HEAD', 'v1/me?x=1', { outcome: 'priced', priceSats: 30, endpointId: 'own', path: '/v1/me' }],
    ['GET', '/V1/%6De/', { outcome: 'priced', priceSats: 30, endpointId: 'own', path: '/V1/me' }],
    ['POST', '/v1/me', { outcome: 'priced', priceSats: 10, endpointId: null }],
    ['GET', '/', { outcome: 'priced', priceSats: 10, endpointId: null, path: '/' }],
    ['GET', '/admin/x', { outcome: 'blocked', priceSats: null }],
    ['DELETE', '/v1/me', { outcome: 'method', priceSats: null }],
    ['GET', '/openapi.json', { outcome: 'document', priceSats: null }],
    ['GET', '/a//b', { outcome: 'refused', path: null, detail: expect.any(String) }],
  ])('is what the gateway asks for: %s %s', async (method, path, expected) => {
    const query = new URLSearchParams({ method, path }).toString();
    const { status, body } = await scene.shop.get(`${proxy.api}/price?${query}`);
    expect([status, body]).toEqual([200, expect.objectContaining(expected)]);
    if (body['outcome'] !== 'priced') return;
    const address = scene.gateway.localUrl + proxy.path + (path.startsWith('/') ? path : `/${path}`);
    const answer = await fetch(address, { method });
    expect(answer.status).toBe(402);
    if (method === 'HEAD') return;
    const { l402 } = (await answer.json()) as { l402: { amount_sats: number } };
    expect(l402.amount_sats).toBe(body['priceSats']);
  });
});

describe('what an import would do', () => {
  it('is told operation by operation, and nothing is done', async () => {
    const before = await scene.shop.get(`${proxy.api}/manifest/endpoints`);
    const document = {
      paths: {
        '/v1/me': { get: { operationId: 'own', 'x-payment': { price_sats: 5 } } },
        '/v2/{a}': { post: { summary: 'Two' } },
        '/v3{a}': { get: {} },
        '/v4': { get: { 'x-payment': { price_sats: 1_000_000_000 } } },
      },
    };
    const reply = await scene.shop.post(`${proxy.api}/manifest/import`, { document, dryRun: true });
    expect(reply.body).toMatchObject({
      ...{ created: 1, updated: 1, skipped: 2 },
      operations: [
        { endpointId: 'own', outcome: 'update', basePriceSats: 5 },
        { endpointId: 'post-v2-a', outcome: 'create', basePriceSats: 10, summary: 'Two' },
        { endpointId: null, outcome: 'skip', path: '/v4', why: 'price' },
        { endpointId: null, outcome: 'skip', path: '/v3{a}', why: 'path' },
      ],
    });
    expect((await scene.shop.get(`${proxy.api}/manifest/endpoints`)).body).toEqual(before.body);
  });
});

describe('what is told of a proxy', () => {
  it('is read as it was written, with the health of its upstream', async () => {
    const path = `${proxy.api}/manifest/settings`;
    const written = await scene.shop.api.call('PUT', path, scene.shop.key, { categories: ['maps'] });
    const read = await scene.shop.get(path);
    expect(read.body).toEqual(written.body);
    expect(read.body).toMatchObject({ categories: ['maps'], health: 'unknown', probedAt: null });
  });
});

describe('the figures of a proxy', () => {
  it('are those of its own paths, by day, and no other proxy’s', async () => {
    const [own, other] = [await scene.proxy(), await scene.proxy()];
    const header = await scene.buy(`${own.path}/a`);
    await scene.call(`${own.path}/a`, { authorization: header });
    await scene.call(`${other.path}/b`, { authorization: await scene.buy(`${other.path}/b`) });
    await countFigures(scene.shop);
    const figures = () => scene.shop.get(`${own.api}/figures`);
    let reply = await figures();
    // The gateway writes its own count of uses every few seconds.
    while ((reply.body['totals'] as { uses: number }).uses === 0) reply = await figures();
    expect(reply.body).toMatchObject({
      totals: { challenges: 1, paidChallenges: 1, revenueSats: 10, uses: 1 },
      resources: [{ resource: `${own.path}/a`, revenueSats: 10, uses: 1 }],
    });
    expect(reply.body['days']).toHaveLength(30);
  });
});
