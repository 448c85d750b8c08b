import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const ORIGIN = 'https://pay.example.com';
let shop: SandboxShop;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    SIGN_UP: 'free',
    PUBLIC_URL: ORIGIN,
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
});

afterAll(() => shop.close());

/** Signs up with a password, and gives the link's token and the cookie that is set. */
async function signUp(): Promise<{ readonly token: string; readonly cookie: string }> {
  const email = `new-${String((made += 1))}@tls.example`;
  const body = { email, name: 'Shop', password: 'a long enough phrase' };
  const { status, headers } = await shop.api.call('POST', '/api/signup', null, body, { origin: ORIGIN });
  expect(status).toBe(202);
  const [cookie = '', ...others] = headers.getSetCookie();
  expect(others).toEqual([]);
  return { token: tokenIn((await letterTo(shop.api, email)).text), cookie };
}

/** Whether the account that the link makes has the password, in a browser with that cookie. */
async function hasPassword(token: string, cookie: string): Promise<unknown> {
  const headers = { origin: ORIGIN, cookie };
  const reply = await shop.api.call('POST', '/api/session', null, { token }, headers);
  const browser = new Browser(shop.api);
  browser.cookies.set('__Host-tp_session', reply.headers.getSetCookie()[0]!.split(/[=;]/)[1]!);
  return ((await browser.must(200, 'GET', '/api/session'))['member'] as Record<string, unknown>)[
    'hasPassword'
  ];
}

describe('the cookie of a browser that has signed up over TLS', () => {
  it('is for this host alone, for a quarter of an hour, and out of reach of scripts and other sites', async () => {
    const { cookie } = await signUp();
    expect(cookie).toMatch(
      /^__Host-tp_signup=[\w-]{43}; Max-Age=900; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  it('counts under its own name only, which no other host can set', async () => {
    for (const [name, counts] of [
      ['__Host-tp_signup', true],
      ['tp_signup', false],
    ] as const) {
      const { token, cookie } = await signUp();
      expect(await hasPassword(token, `${name}=${cookie.split(/[=;]/)[1]!}`)).toBe(counts);
    }
  });
});
