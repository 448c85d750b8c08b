import { GatewayScene, type SceneProxy } from '../support/gateway-scene.js';

let scene: GatewayScene;
let proxy: SceneProxy;

beforeAll(async () => {
  scene = await GatewayScene.open();
  proxy = await scene.proxy({ description: 'All we know' });
});

afterAll(() => scene.close());

describe('a request through a proxy', () => {
  it('is answered 402 with a challenge for its path and method, and nothing reaches the upstream', async () => {
    const before = scene.upstream.seen.length;
    const reply = await scene.call(`${proxy.path}/v1/%66orecast/?x=1`);
    expect(reply).toMatchObject({
      status: 402,
      body: {
        status: 402,
        error: 'Payment Required',
        reason: null,
        l402: { amount_sats: 10, resource: `${proxy.path}/v1/forecast` },
      },
    });
    const { macaroon, invoice } = reply.body['l402'] as Record<string, string>;
    expect(reply.headers.get('www-authenticate')).toMatch(
      `L402 macaroon="${String(macaroon)}", invoice="${String(invoice)}", token="${String(macaroon)}", version="0"`,
    );
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('x-correlation-id')).toBeTruthy();
    expect(scene.upstream.seen).toHaveLength(before);
  });

  it('is passed on once it is paid for, with slash and query, and its answer comes back unchanged', async () => {
    scene.upstream.respond = (_request, response) => {
      response.writeHead(418, {
        'content-type': 'text/teapot',
        'cache-control': 'public',
        vary: 'Accept',
        'x-own': '1',
      });
      response.end('tea');
    };
    const authorization = await scene.buy(`${proxy.path}/v1/tea`);
    const reply = await scene.call(`${proxy.path}/v1/tea/?a=%20b`, { authorization, 'x-mine': 'yes' });
    expect([reply.status, reply.text]).toEqual([418, 'tea']);
    expect(Object.fromEntries(reply.headers)).toMatchObject({
      'content-type': 'text/teapot',
      'cache-control': 'private',
      vary: expect.stringMatching(/^Accept, Authorization/),
      'x-own': '1',
      'access-control-allow-origin': '*',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    const { method, url, headers } = scene.upstream.last;
    expect([method, url, headers['x-mine']]).toEqual(['GET', '/v1/tea/?a=%20b', 'yes']);
    expect(headers['authorization']).toBeUndefined();
    expect(headers['x-l402-amount-sats']).toBe('10');
    expect(headers['x-l402-payment-hash']).toMatch(/^[0-9a-f]{64}$/);
    expect(headers.host).toBe(new URL(scene.upstream.url).host);
    scene.upstream.respond = (_request, response) => response.end('fine');
  });

  it('opens as often as it likes, HEAD too, while its token lives; afterwards payment is asked for again', async () => {
    const own = await scene.proxy();
    const authorization = await scene.buy(`${own.path}/x`);
    for (const method of ['GET', 'HEAD', 'GET'])
      expect((await scene.call(`${own.path}/x`, { authorization }, { method })).status).toBe(200);
    expect(scene.upstream.seen.slice(-3).map(({ method }) => method)).toEqual(['GET', 'HEAD', 'GET']);
    scene.shop.at(3601);
    const late = await scene.call(`${own.path}/x`, { authorization });
    expect(late).toMatchObject({ status: 402, body: { reason: 'expired', detail: 'Token expired' } });
    scene.shop.at(0);
  });

  it('takes its body along, and what the upstream sends', async () => {
    scene.upstream.respond = (_request, response, body) => response.end(body.toUpperCase());
    const init = { method: 'POST', body: 'hello' };
    const authorization = await scene.buy(`${proxy.path}/echo`, init);
    expect((await scene.call(`${proxy.path}/echo`, { authorization }, init)).text).toBe('HELLO');
    scene.upstream.respond = (_request, response) => response.end('fine');
  });

  it('finds an upstream below a path, and sends it the header that its owner set', async () => {
    const targetBaseUrl = `${scene.upstream.url}/base/v2`;
    const own = await scene.proxy({ targetBaseUrl, authHeader: 'Authorization', authValue: 'Bearer ours' });
    const authorization = await scene.buy(`${own.path}/a`);
    await scene.call(`${own.path}/a`, { authorization });
    expect(scene.upstream.last.url).toBe('/base/v2/a');
    expect(scene.upstream.last.distinct['authorization']).toEqual(['Bearer ours']);
  });

  it('costs what its endpoint says, and the old price is taken for a while after a rise', async () => {
    const own = await scene.proxy();
    await scene.endpoint(own, { path: '/dear/{id}', basePriceSats: 50, summary: 'Dear' });
    const cheap = await scene.buy(`${own.path}/dear/1`);
    expect((await scene.call(`${own.path}/dear/2`)).body['l402']).toMatchObject({ amount_sats: 50 });
    await scene.shop.api.call('PUT', `${own.api}/manifest/endpoints/one`, scene.shop.key, {
      basePriceSats: 80,
    });
    let asked = 50;
    while (asked !== 80) {
      const { body } = await scene.call(`${own.path}/dear/3`);
      asked = (body['l402'] as { amount_sats: number }).amount_sats;
    }
    expect((await scene.call(`${own.path}/dear/1`, { authorization: cheap })).status).toBe(200);
  });

  it('may come from a page of any site: a preflight is free and never passed on', async () => {
    const before = scene.upstream.seen.length;
    const headers = {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-own, authorization',
    };
    const reply = await scene.call(`${proxy.path}/x`, headers, { method: 'OPTIONS' });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(reply.headers.get('access-control-allow-methods')).toBe('POST');
    expect(reply.headers.get('access-control-allow-headers')).toMatch(/authorization.*x-own/);
    expect(scene.upstream.seen).toHaveLength(before);
    const asked = await scene.call(`${proxy.path}/x`, { origin: 'https://app.example' });
    expect(asked.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
  });
});

describe('what is not passed on', () => {
  it('is unknown, inactive or unpublished, or blocked: 404', async () => {
    const own = await scene.proxy({ blockedPaths: ['/admin/*'], allowedPaths: ['/admin/*', '/v1/*'] });
    for (const path of [
      '/l402/proxy/nobodys-abcd/x',
      '/l402/proxy/%20/x',
      `${own.path}/Admin/x`,
      `${own.path}/v2`,
    ])
      expect(await scene.call(path)).toMatchObject({ status: 404, body: { error: 'not_found' } });
    const off = await scene.proxy({ isActive: false });
    expect((await scene.call(`${off.path}/x`)).status).toBe(404);
    const retired = await scene.proxy();
    const authorization = await scene.buy(`${retired.path}/x`);
    await scene.shop.post(`${retired.api}/unpublish`, {});
    while ((await scene.call(`${retired.path}/x`, { authorization })).status !== 404);
  });

  it('is of a method that is not allowed: 405 with Allow', async () => {
    const own = await scene.proxy({ allowedMethods: ['GET'] });
    const reply = await scene.call(`${own.path}/x`, {}, { method: 'DELETE' });
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('is gRPC: 415', async () => {
    const headers = { 'content-type': 'application/grpc+proto' };
    const reply = await scene.call(`${proxy.path}/x`, headers, { method: 'POST', body: 'x' });
    expect(reply).toMatchObject({ status: 415, body: { error: 'unsupported_media_type' } });
  });

  it('has no single meaning: 400, nothing minted', async () => {
    const before = await scene.shop.count('challenge');
    for (const path of ['/a//b', '/a%2Fb', '/a;b', '/a%252e'])
      expect(await scene.call(proxy.path + path)).toMatchObject({
        status: 400,
        body: { error: 'path_refused' },
      });
    expect(await scene.shop.count('challenge')).toBe(before);
  });

  it('goes in circles: 502', async () => {
    const via = Array.from({ length: 4 }, () => '1.1 turnpike').join(', ');
    expect((await scene.call(`${proxy.path}/x`, { via })).status).toBe(502);
  });
});

describe('the server of a gateway', () => {
  it('tells of its health, and has nothing else', async () => {
    expect((await scene.call('/health/live')).status).toBe(200);
    expect((await scene.call('/health/ready')).body).toMatchObject({
      status: 'ok',
      checks: { database: 'ok' },
    });
    expect((await scene.call('/api/plans')).status).toBe(404);
  });
});
