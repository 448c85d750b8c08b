import { Operators } from '@turnpike/members';

import { Browser } from '../support/browser.js';
import { OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const PATH = '/api/admin/merchants';
const EMAIL = 'operator@instance.example';

describe.each([
  ['with a configured key', { ADMIN_API_KEY: OPERATOR_KEY }, 401, 'invalid_api_key'],
  ['without one', {}, 404, 'not_found'],
])('the operator’s routes %s', (_what, more, status, error) => {
  let shop: SandboxShop;

  beforeAll(async () => {
    shop = await SandboxShop.open({ RATE_LIMIT_SIGN_IN: '0', ...more });
  });

  afterAll(() => shop.close());

  it('are open to a signed-in operator, from our own pages, for as long as they are one', async () => {
    const operators = shop.api.app.get(Operators, { strict: false });
    const browser = await new Browser(shop.api).enterAs(EMAIL);
    const list = async () => {
      const { status: answered, body } = await browser.call('GET', PATH);
      return [answered, body['error']];
    };
    expect(await list()).toEqual([status, error]);
    await operators.grant(EMAIL);
    expect(await list()).toEqual([200, undefined]);
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({
      operator: true,
      merchantId: null,
    });
    const made = await browser.call('POST', PATH, { name: 'Made', email: `made@${String(status)}.example` });
    expect(made.status).toBe(201);
    const forged = await browser.call('POST', PATH, {}, { origin: 'https://evil.example' });
    expect([forged.status, forged.body['error']]).toEqual(
      status === 404 ? [404, 'not_found'] : [403, 'origin_refused'],
    );
    await operators.revoke(EMAIL);
    expect(await list()).toEqual([status, error]);
  });

  it('are closed to owners, to sessions of keys, and to the operator’s own link for a merchant', async () => {
    const browser = new Browser(shop.api);
    await browser.must(200, 'POST', '/api/session', { apiKey: shop.merchant.liveKey });
    expect((await browser.call('GET', PATH)).body['error']).toBe(error);
  });
});
