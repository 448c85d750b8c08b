import { Browser } from '../support/browser.js';
import { plansFile } from '../support/plans-file.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const DAY = 86_400;

/** A browser that an API key has signed in. */
async function enter(shop: SandboxShop, apiKey: string): Promise<Browser> {
  const browser = new Browser(shop.api);
  await browser.must(200, 'POST', '/api/session', { apiKey });
  return browser;
}

describe('a session that an API key has opened', () => {
  it('knows that the plan is over, as the key does', async () => {
    const solo = { id: 'solo', name: 'Solo', period: 'month', priceSats: 5_000, trialDays: 30 };
    const file = await plansFile(solo);
    const shop = await SandboxShop.open({ PLANS: file.path });
    await file.remove();
    shop.at(30 * DAY - 3_600);
    const browser = await enter(shop, shop.key);
    const mint = () => browser.call('POST', '/api/l402/challenges', { resource: '/r', priceSats: 5 });
    expect((await mint()).status).toBe(200);
    shop.at(30 * DAY);
    const late = await mint();
    expect([late.status, late.body['error']]).toEqual([403, 'l402_not_enabled']);
    await shop.close();
  });

  it('counts against the limit of its key, together with the key, and of no other', async () => {
    const shop = await SandboxShop.open({ RATE_LIMIT_READ: '5' });
    const browser = await enter(shop, shop.key);
    const read = async () => (await browser.call('GET', '/api/merchant/me')).status;
    const readByKey = async () => (await shop.get('/api/merchant/me')).status;
    const statuses = [await read(), await readByKey(), await read(), await readByKey(), await read()];
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect([await read(), await readByKey()]).toEqual([429, 429]);
    expect((await (await enter(shop, shop.merchant.liveKey)).call('GET', '/api/merchant/me')).status).toBe(
      200,
    );
    await shop.close();
  });
});
