import { Logger } from '@turnpike/observability';

import { LiveWallets } from '../support/live-wallets.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const PING = '/l402/test/ping';
const opened: SandboxShop[] = [];

async function open(variables: Record<string, string>): Promise<SandboxShop> {
  const shop = await SandboxShop.open({ OPERATOR_MERCHANT: '1:test', ...variables });
  opened.push(shop);
  return shop;
}

afterEach(async () => {
  for (const shop of opened.splice(0)) await shop.close();
});

const asked = (shop: SandboxShop, headers: Record<string, string> = {}) =>
  shop.api.call('GET', PING, null, undefined, headers);

describe('new challenges of the ping', () => {
  it('are 20 a minute for each address, garbage included, while paid calls go on', async () => {
    const shop = await open({ RATE_LIMIT_PUBLIC: '120', TRUSTED_PROXIES: '127.0.0.1' });
    const sold = await shop.paid({ resource: PING, priceSats: 1, method: 'GET' });
    const from = (address: string, authorization?: string) =>
      asked(shop, { 'x-forwarded-for': address, ...(authorization === undefined ? {} : { authorization }) });
    for (let i = 0; i < 20; i += 1) {
      const reply = await from('203.0.113.7', i % 2 === 0 ? undefined : `L402 x:${String(i)}`);
      expect([reply.status, reply.headers.get('x-ratelimit-remaining')]).toEqual([402, String(19 - i)]);
    }
    const made = await shop.count('challenge');
    for (const authorization of [undefined, 'L402 x:y', 'Payment e30']) {
      const reply = await from('203.0.113.7', authorization);
      expect(reply.status).toBe(429);
      expect(reply.body).toMatchObject({ error: 'rate_limited', limit: 20, window_seconds: 60 });
      expect(reply.headers.get('x-ratelimit-limit')).toBe('20');
      expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(reply.headers.get('www-authenticate')).toBeNull();
    }
    expect(await shop.count('challenge')).toBe(made);
    const paid = await from('203.0.113.7', `L402 ${sold.macaroon}:${sold.preimage}`);
    expect([paid.status, paid.headers.get('x-ratelimit-limit')]).toEqual([200, '120']);
    expect((await from('203.0.113.8')).status).toBe(402);
    shop.at(60);
    expect((await from('203.0.113.7')).status).toBe(402);
  });

  it('are never more than public reads may be, and unlimited where those are', async () => {
    const strict = await open({ RATE_LIMIT_PUBLIC: '1' });
    expect((await asked(strict)).headers.get('x-ratelimit-limit')).toBe('1');
    const free = await open({ RATE_LIMIT_PUBLIC: '0' });
    for (let i = 0; i < 25; i += 1) expect((await asked(free)).status).toBe(402);
  });
});

describe('a live challenge over plain http', () => {
  it('is sent, with one warning in the log', async () => {
    const shop = await open({
      OPERATOR_MERCHANT: '1:live',
      WALLET_ALLOW_NETWORKS: 'regtest',
      TRUSTED_PROXIES: '127.0.0.1',
    });
    await LiveWallets.connect(shop);
    const warn = jest.spyOn(shop.api.app.get(Logger, { strict: false }), 'warn');
    expect((await asked(shop, { 'x-forwarded-proto': 'https' })).status).toBe(402);
    expect(warn).not.toHaveBeenCalled();
    for (let i = 0; i < 3; i += 1) expect((await asked(shop)).status).toBe(402);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('plain http')]]);
  });
});
