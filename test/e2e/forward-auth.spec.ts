import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
const PATH = '/api/l402/forward-auth';

beforeAll(async () => {
  shop = await SandboxShop.open();
});

afterAll(() => shop.close());

/** What a reverse proxy asks about a payer's request. */
const ask = (query: string, uri: string, more: Record<string, string> = {}, key = shop.key) =>
  shop.api.call('GET', `${PATH}?${query}`, key, undefined, { 'x-forwarded-uri': uri, ...more });

async function buy(query: string, uri: string): Promise<string> {
  const { body } = await ask(query, uri);
  const { invoice, macaroon } = body['l402'] as Record<string, string>;
  const paid = await shop.pay(String(invoice));
  return `L402 ${String(macaroon)}:${String(paid.body['preimage'])}`;
}

describe('a reverse proxy that asks', () => {
  it('gets a challenge in one line for what is unpaid, and what was paid for what is', async () => {
    const asked = await ask('priceSats=10', '/paid/x?y=1');
    expect(asked).toMatchObject({ status: 402, body: { l402: { resource: '/paid/x', amount_sats: 10 } } });
    expect(asked.headers.get('www-authenticate')).toMatch(/^L402 macaroon="[^"]+", invoice="[^"]+"/);
    const authorization = await buy('priceSats=10', '/paid/x');
    const paid = await ask('priceSats=10', '/paid/x?z', { authorization });
    expect([paid.status, paid.text, paid.headers.get('x-l402-amount-sats')]).toEqual([200, '', '10']);
    expect(paid.headers.get('x-l402-payment-hash')).toMatch(/^[0-9a-f]{64}$/);
    expect((await ask('priceSats=10', '/paid/other', { authorization })).status).toBe(402);
    expect((await ask('priceSats=11', '/paid/x', { authorization })).body['reason']).toBe('wrong_amount');
  });

  it('gets 401 where it knows no 402, with the body in a header of ASCII', async () => {
    const asked = await ask('priceSats=10&status=401', '/paid/x');
    expect(asked.status).toBe(401);
    const inHeader = asked.headers.get('x-turnpike-body') ?? '';
    expect(JSON.parse(inHeader)).toEqual(asked.body);
    expect(asked.body).toMatchObject({ status: 402, error: 'Payment Required' });
    const bytes = [...asked.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
    expect(bytes).toBeLessThan(4096);
  });

  it('sells by method, and lets a browser ask first for nothing', async () => {
    const authorization = await buy('priceSats=10', '/paid/m');
    const post = { authorization, 'x-forwarded-method': 'POST' };
    expect((await ask('priceSats=10', '/paid/m', post)).body['reason']).toBe('wrong_method');
    expect(
      (await ask('priceSats=10', '/paid/m', { authorization, 'x-forwarded-method': 'HEAD' })).status,
    ).toBe(200);
    const preflight = { 'x-forwarded-method': 'OPTIONS', 'access-control-request-method': 'POST' };
    expect((await ask('priceSats=10', '/paid/m', preflight)).status).toBe(200);
  });

  it('may name what is sold, or a proxy whose prices count', async () => {
    expect((await ask('priceSats=5&resource=all', '/paid/x')).body['l402']).toMatchObject({
      resource: 'all',
    });
    const wish = {
      name: 'P',
      targetBaseUrl: 'https://api.example.org',
      defaultPriceSats: 3,
      blockedPaths: ['/no'],
    };
    const proxyId = String((await shop.post('/api/proxy', wish)).body['proxyId']);
    const endpoint = { endpointId: 'a', path: '/a/{b}', httpMethod: 'GET', basePriceSats: 30, maxUses: 1 };
    await shop.post(`/api/proxy/${proxyId}/manifest/endpoints`, endpoint);
    const query = `proxyId=${proxyId}`;
    expect((await ask(query, '/x')).body['l402']).toMatchObject({
      amount_sats: 3,
      resource: `/l402/proxy/${proxyId}/x`,
    });
    const authorization = await buy(query, '/a/1');
    expect((await ask(query, '/a/1', { authorization })).status).toBe(200);
    expect((await ask(query, '/a/1', { authorization })).body['reason']).toBe('used_up');
    expect((await ask(query, '/no')).status).toBe(404);
    const stranger = await shop.api.newMerchant();
    expect((await ask(query, '/x', {}, stranger.testKey)).status).toBe(404);
  });

  it('may give the target last in its query, as Envoy does', async () => {
    const reply = await shop.api.call('DELETE', `${PATH}?priceSats=5&uri=/v1/x?a=1&b=2`, shop.key);
    expect(reply.body['l402']).toMatchObject({ resource: '/v1/x' });
    // It asks by the payer's own method, a browser's OPTIONS too.
    const before = { 'access-control-request-method': 'GET' };
    const preflight = await shop.api.call(
      'OPTIONS',
      `${PATH}?priceSats=5&uri=/v1/x`,
      shop.key,
      undefined,
      before,
    );
    expect(preflight.status).toBe(200);
  });

  it('takes nothing of that target, which is the payer’s, for its own words', async () => {
    const target = '/v1/x?a=1&resource=/cheap&priceSats=1&proxyId=other-1234&status=401&uri=/cheap';
    const headers = { 'x-forwarded-uri': '/cheap', 'x-forwarded-method': 'OPTIONS' };
    const asked = `${PATH}?priceSats=5&uri=${target}`;
    const reply = await shop.api.call('DELETE', asked, shop.key, undefined, headers);
    expect(reply.status).toBe(402);
    expect(reply.body['l402']).toMatchObject({ resource: '/v1/x', amount_sats: 5 });
    const star = await shop.api.call('DELETE', `${PATH}?priceSats=5&uri=*`, shop.key, undefined, headers);
    expect([star.status, star.body['error']]).toEqual([400, 'validation_failed']);
  });

  it('is told what is wrong with its question', async () => {
    expect((await ask('', '/x')).body['error']).toBe('validation_failed');
    expect((await ask('priceSats=0', '/x')).body['error']).toBe('validation_failed');
    expect((await ask('priceSats=5', '/a/../b')).body['error']).toBe('path_refused');
    expect((await shop.get(`${PATH}?priceSats=5`)).status).toBe(400);
    const readOnly = await shop.newKey('challenges:verify');
    expect((await ask('priceSats=5', '/x', {}, readOnly)).body['required_scope']).toBe('challenges:write');
  });
});
