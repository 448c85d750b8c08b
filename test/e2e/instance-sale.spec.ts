import { after, type PaidOffer, SandboxShop } from '../support/sandbox-shop.js';

const PING = '/l402/test/ping';
const STATUS = '/api/l402/status';
const NOBODY = { authenticated: false, message: 'L402 credential required' };
let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test' });
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

const authorization = ({ macaroon, preimage }: PaidOffer) => `L402 ${macaroon}:${preimage}`;

async function statusOf(headers: Record<string, string>): Promise<unknown> {
  const { status, body } = await shop.api.call('GET', STATUS, null, undefined, headers);
  expect(status).toBe(200);
  return body;
}

describe('GET /api/l402/pricing: 200', () => {
  it('lists what the instance sells, with the validity of its tokens', async () => {
    const { status, body } = await shop.get('/api/l402/pricing', null);
    expect([status, body]).toEqual([
      200,
      {
        defaultPriceSats: 1,
        serviceName: expect.any(String),
        endpoints: [{ pathPattern: PING, priceSats: 1, description: expect.any(String) }],
        tokenValiditySeconds: 3600,
      },
    ]);
    await shop.set({ tokenValiditySeconds: 900 });
    expect((await shop.get('/api/l402/pricing', null)).body['tokenValiditySeconds']).toBe(900);
    await shop.set({ tokenValiditySeconds: 3600 });
  });

  it('needs no key, and takes any', async () => {
    expect((await shop.get('/api/l402/pricing', 'tp_test_wrong')).status).toBe(200);
  });
});

describe('GET /api/l402/status: 200', () => {
  it('says that a good credential is one, without counting a use', async () => {
    const sold = await shop.paid({ maxUses: 2 });
    await shop.verify(sold);
    for (const name of ['authorization', 'x-l402-authorization']) {
      expect(await statusOf({ [name]: authorization(sold) })).toEqual({
        authenticated: true,
        paymentHash: sold.paymentHash,
        expiresAt: after(3600),
        remainingRequests: 1,
      });
    }
    expect(await shop.shown(sold.paymentHash)).toMatchObject({ uses: 1 });
    const unlimited = await shop.paid({ method: 'POST', bodySha256: 'ab'.repeat(32) });
    expect(await statusOf({ authorization: authorization(unlimited) })).toMatchObject({
      remainingRequests: null,
    });
    expect(await shop.shown(unlimited.paymentHash)).toMatchObject({ status: 'unpaid', uses: 0 });
  });

  it.each<[string, () => Promise<string>]>([
    ['none', async () => ''],
    ['another scheme', async () => 'Bearer abc'],
    ['garbage', async () => 'L402 x:y'],
    ['a payment credential', async () => 'Payment e30'],
    ['a wrong preimage', async () => authorization({ ...(await shop.paid()), preimage: '00'.repeat(32) })],
    [
      'a revoked token',
      async () => {
        const sold = await shop.paid();
        await shop.revoke(sold.paymentHash);
        return authorization(sold);
      },
    ],
    [
      'a token without uses',
      async () => {
        const sold = await shop.paid({ maxUses: 1 });
        await shop.verify(sold);
        return authorization(sold);
      },
    ],
    [
      'another merchant’s token',
      async () => authorization(await shop.paid({}, {}, (await shop.api.newMerchant()).testKey)),
    ],
  ])('says that %s is none', async (_what, header) => {
    const value = await header();
    expect(await statusOf(value === '' ? {} : { authorization: value })).toEqual(NOBODY);
  });

  it('says so of an expired token, and of one that is not settled where that is wanted', async () => {
    const sold = await shop.paid();
    await shop.set({ settlementPolicy: 'settled' });
    expect(await statusOf({ authorization: authorization(sold) })).toEqual(NOBODY);
    await shop.set({ settlementPolicy: 'preimage' });
    expect(await statusOf({ authorization: authorization(sold) })).toMatchObject({ authenticated: true });
    shop.at(3600);
    expect(await statusOf({ authorization: authorization(sold) })).toEqual(NOBODY);
  });
});

describe('an instance that sells nothing', () => {
  it.each([
    ['names no merchant', ''],
    ['names a merchant that does not exist', '77:test'],
    ['names one that is inactive', '1:test'],
  ])('because it %s: 404, no prices, no credential', async (_what, operator) => {
    const idle = await SandboxShop.open({ OPERATOR_MERCHANT: operator });
    const sold = await idle.paid({ resource: PING, priceSats: 1 });
    await idle.setActive(idle.merchant.merchantId, false);
    const headers = { authorization: authorization(sold) };
    const ping = await idle.api.call('GET', PING, null, undefined, headers);
    expect([ping.status, ping.body['error']]).toEqual([404, 'not_found']);
    expect(ping.headers.get('www-authenticate')).toBeNull();
    const pricing = await idle.get('/api/l402/pricing', null);
    expect([pricing.status, pricing.body['endpoints']]).toEqual([200, []]);
    expect((await idle.api.call('GET', STATUS, null, undefined, headers)).body).toEqual(NOBODY);
    await idle.close();
  });
});

describe('429', () => {
  it('counts public reads per address, and no forged header makes another address', async () => {
    const limited = await SandboxShop.open({ RATE_LIMIT_PUBLIC: '2' });
    const read = (path: string, from: string) =>
      limited.api.call('GET', path, null, undefined, { 'x-forwarded-for': from });
    expect((await read('/api/l402/pricing', '203.0.113.1')).status).toBe(200);
    expect((await read(STATUS, '203.0.113.2')).status).toBe(200);
    const refused = await read('/api/l402/pricing', '203.0.113.3');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    await limited.close();
  });

  it('believes the proxies that are trusted', async () => {
    const limited = await SandboxShop.open({ RATE_LIMIT_PUBLIC: '1', TRUSTED_PROXIES: '127.0.0.1' });
    const read = (from: string) =>
      limited.api.call('GET', STATUS, null, undefined, { 'x-forwarded-for': from });
    expect((await read('203.0.113.1')).status).toBe(200);
    expect((await read('203.0.113.2')).status).toBe(200);
    expect((await read('203.0.113.1')).status).toBe(429);
    await limited.close();
  });
});
