import { Operators } from '@turnpike/members';
import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';
import { Uncommitted } from '../support/uncommitted.js';

const NO_MORE = 'UPDATE member_user SET operator = false WHERE email = $1';
let shop: SandboxShop;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
});

afterAll(() => shop.close());

/** An operator who signs in, and what makes links of theirs for the merchant of the shop. */
async function operator(): Promise<{ email: string; link: () => Promise<string> }> {
  const email = `operator-${String((made += 1))}@links.example`;
  const browser = await new Browser(shop.api).enterAs(email);
  await shop.api.app.get(Operators, { strict: false }).grant(email);
  const path = `/api/admin/merchants/${String(shop.merchant.merchantId)}/login-link`;
  return { email, link: async () => tokenIn(String((await browser.must(201, 'POST', path))['url'])) };
}

const enter = async (token: string) => new Browser(shop.api).call('POST', '/api/session', { token });

/** A browser that such a link has let in. */
async function opened(token: string): Promise<Browser> {
  const browser = new Browser(shop.api, 'test');
  await browser.must(200, 'POST', '/api/session', { token });
  return browser;
}

describe('a link that an operator makes for a merchant', () => {
  it('opens nothing once they are none, even one that the revocation has not seen', async () => {
    const { email, link } = await operator();
    const [waiting, late] = [await link(), await link()];
    const revoking = await Uncommitted.write(shop.database.url, NO_MORE, [email]);
    const entering = enter(waiting);
    await Promise.race([revoking.untilWaitedFor(), entering]);
    await revoking.commit();
    expect([(await entering).status, (await enter(late)).status]).toEqual([401, 401]);
  });

  it('has opened sessions that are over with it, even one that the revocation has not seen', async () => {
    const { email, link } = await operator();
    const browser = await opened(await link());
    await shop.pool.query({ text: NO_MORE, values: [email] });
    const reply = await browser.call('POST', '/api/merchant/api-keys', { label: 'late' });
    expect([reply.status, reply.body['error']]).toEqual([401, 'missing_session']);
  });

  it('leaves no key behind that was asked for in the moment of the revocation', async () => {
    const { email, link } = await operator();
    const browser = await opened(await link());
    const revoking = await Uncommitted.write(shop.database.url, NO_MORE, [email]);
    const making = browser.call('POST', '/api/merchant/api-keys', { label: 'late' });
    await Promise.race([revoking.untilWaitedFor(), making]);
    await revoking.commit();
    expect((await making).body['error']).toBe('missing_session');
  });

  it('is over, with its session, once their password is set anew', async () => {
    const { email, link } = await operator();
    const [browser, waiting] = [await opened(await link()), await link()];
    await new Browser(shop.api).must(202, 'POST', '/api/session/link', { email, purpose: 'reset' });
    const token = tokenIn((await letterTo(shop.api, email)).text);
    const newPassword = 'a long sentence of my own';
    await new Browser(shop.api).must(204, 'POST', '/api/session/reset', { token, newPassword });
    expect((await enter(waiting)).status).toBe(401);
    expect((await browser.call('GET', '/api/session')).status).toBe(401);
  });
});
