import { FRAMEWORKS } from '../support/paid-shops.js';
import type { PaidShop, Served, ShopPlan } from '../support/paid-shop.js';
import { buy, payFor, withPurchase } from '../support/paying-client.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let broker: SandboxShop;

beforeAll(async () => {
  broker = await SandboxShop.open();
});

afterAll(() => broker.close());

describe.each(FRAMEWORKS)('the paywall before a handler of %s', (_name, open) => {
  const served: Served[] = [];
  let handle: ShopPlan['serve'];
  let shop: PaidShop;

  beforeAll(async () => {
    shop = await open({
      sale: (kind, sizeOf) => ({
        apiKey: broker.key,
        baseUrl: broker.api.baseUrl,
        priceSats: (request) => (kind === 'dear' ? 100 : sizeOf(request).includes('large') ? 20 : 2),
        query: ['size'],
        ...(kind === 'dear' ? { maxUses: 2, reserve: true } : {}),
      }),
      serve: (one) => {
        served.push(one);
        return handle?.(one) ?? 200;
      },
    });
  });

  afterAll(() => shop.close());

  beforeEach(() => {
    served.length = 0;
    handle = undefined;
  });

  it('asks for payment in the header that clients read, in a body, and with nothing to be cached', async () => {
    const answer = await shop.ask({ target: '/cheap/caf%c3%a9/?x=1' });
    expect(answer.status).toBe(402);
    expect(answer.lines('www-authenticate')).toEqual([
      expect.stringMatching(/^L402 macaroon="[^"]+", invoice="lnbcrt20n1[^"]+", token="[^"]+", version="0"$/),
      expect.stringMatching(/^Payment id="[^"]+", realm="[^"]+", method="lightning", intent="charge", /),
    ]);
    expect(answer.lines('cache-control')).toEqual(['no-store']);
    expect(answer.lines('vary')).toEqual(['Authorization']);
    expect(answer.lines('content-type')).toEqual([expect.stringMatching(/^application\/problem\+json/)]);
    expect(answer.lines('access-control-allow-origin')).toEqual(['*']);
    expect(answer.lines('access-control-expose-headers')[0]).toContain('WWW-Authenticate');
    expect(JSON.parse(answer.text)).toMatchObject({
      type: 'https://paymentauth.org/problems/payment-required',
      title: 'Payment Required',
      status: 402,
      reason: null,
      l402: { amount_sats: 2, resource: '/cheap/caf%C3%A9' },
    });
    expect(served).toEqual([]);
  });

  it('serves what was paid for, any number of times, and tells the handler how it was paid', async () => {
    const bought = await buy(shop, { target: '/cheap/1' }, broker);
    for (const target of ['/cheap/1', '/cheap/1/', '/cheap/%31?x=2']) {
      const answer = await shop.ask(withPurchase({ target }, bought));
      expect([target, answer.status]).toEqual([target, 200]);
      expect(answer.lines('cache-control')).toEqual(['private']);
      expect(answer.lines('vary')[0]).toMatch(/^Accept, Authorization, X-L402-Authorization/);
      expect(answer.lines('www-authenticate')).toEqual([]);
    }
    expect(served).toHaveLength(3);
    expect(served[0]?.result).toMatchObject({ paid: true, valid: true, resource: '/cheap/1', amountSats: 2 });
  });

  it('reads the credential from each of its carriers', async () => {
    const { macaroon, preimage } = await buy(shop, { target: '/cheap/2' }, broker);
    const carriers: Record<string, string>[] = [
      { authorization: `LSAT ${macaroon}:${preimage}` },
      { authorization: 'Bearer x', 'x-l402-authorization': `L402 ${macaroon}:${preimage}` },
    ];
    for (const headers of carriers)
      expect((await shop.ask({ target: '/cheap/2', headers })).status).toBe(200);
  });

  it('answers a dead token with its reason and a fresh challenge', async () => {
    const bought = await buy(shop, { target: '/cheap/3' }, broker);
    const answer = await shop.ask(withPurchase({ target: '/cheap/4' }, bought));
    expect(answer.status).toBe(402);
    expect(JSON.parse(answer.text)).toMatchObject({
      reason: 'wrong_resource',
      detail: 'Token bound to a different resource',
      l402: { resource: '/cheap/4' },
    });
    const again = await payFor(answer, broker);
    expect((await shop.ask(withPurchase({ target: '/cheap/4' }, again))).status).toBe(200);
  });

  it('prices HEAD as GET, and no other method opens what was bought for GET', async () => {
    const bought = await buy(shop, { method: 'HEAD', target: '/cheap/5' }, broker);
    const status = async (method: string) =>
      (await shop.ask(withPurchase({ method, target: '/cheap/5' }, bought))).status;
    expect(await Promise.all(['GET', 'HEAD', 'POST', 'DELETE'].map(status))).toEqual([200, 200, 402, 402]);
  });

  it('answers a preflight for nothing and without the handler, but no other OPTIONS', async () => {
    const headers = { origin: 'https://page.example', 'access-control-request-method': 'GET' };
    const preflight = await shop.ask({ method: 'OPTIONS', target: '/cheap/6', headers });
    expect([preflight.status, preflight.text]).toEqual([204, '']);
    expect(preflight.lines('access-control-allow-headers')[0]).toContain('authorization');
    expect((await shop.ask({ method: 'OPTIONS', target: '/cheap/6' })).status).toBe(402);
    expect(served).toEqual([]);
  });

  it('counts a use only for what was served: a failing handler costs nothing, and no use is counted twice', async () => {
    const request = { target: '/dear/7' };
    const bought = await buy(shop, request, broker);
    const ask = async () => (await shop.ask(withPurchase(request, bought))).status;
    const usesLeft = async () => {
      const hash = served[0]?.result?.paid ? served[0].result.paymentHash : '';
      const { body } = await broker.get(`/api/l402/challenges/${String(hash)}`);
      return Number(body['maxUses']) - Number(body['uses']);
    };
    const until = async (left: number) => {
      while ((await usesLeft()) !== left) await new Promise((resolve) => setImmediate(resolve));
    };
    handle = () => 503;
    expect(await ask()).toBe(503);
    await until(2);
    handle = () => {
      throw new Error('the handler fails');
    };
    expect(await ask()).toBe(500);
    await until(2);
    handle = () => 404;
    expect(await ask()).toBe(404);
    handle = undefined;
    expect(await ask()).toBe(200);
    expect(await usesLeft()).toBe(0);
    const over = await shop.ask(withPurchase(request, bought));
    expect([over.status, (JSON.parse(over.text) as { reason: string }).reason].join()).toMatch(
      /^(402,used_up|503,uses_reserved)$/,
    );
  });

  it('shows a person a page to pay on, with the same status and challenge', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-mode': 'navigate' };
    const answer = await shop.ask({ target: '/cheap/8', headers });
    expect(answer.status).toBe(402);
    expect(answer.lines('content-type')).toEqual(['text/html; charset=utf-8']);
    expect(answer.lines('content-security-policy')[0]).toContain("default-src 'none'");
    expect(answer.text).toMatch(/^<!doctype html>[\s\S]*2 sats[\s\S]*<svg/);
    expect((await payFor(answer, broker)).resource).toBe('/cheap/8');
  });
});
