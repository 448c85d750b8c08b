import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, lettersTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const PASSWORD = 'a long sentence of my own';
let shop: SandboxShop;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    SIGN_UP: 'free',
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

const newEmail = (): string => `new-${String((made += 1))}@signup.example`;
const signUp = (browser: Browser, email: string, more: object = {}) =>
  browser.must(202, 'POST', '/api/signup', { email, name: 'New Shop', ...more });
const follow = async (browser: Browser, email: string) =>
  browser.call('POST', '/api/session', { token: tokenIn((await letterTo(shop.api, email)).text) });

/** A browser that has signed up and followed the link. */
async function signedUp(email: string, more: object = {}): Promise<Browser> {
  const browser = new Browser(shop.api);
  await signUp(browser, email, more);
  expect((await follow(browser, email)).status).toBe(200);
  return browser;
}

describe('signing up', () => {
  it('makes a merchant with its owner once the link in the letter is used', async () => {
    const email = newEmail();
    const before = await shop.count('merchant');
    const browser = new Browser(shop.api);
    await signUp(browser, ` ${email.toUpperCase()}`.trim(), { password: PASSWORD });
    expect([await shop.count('merchant'), await shop.count('member_user')]).toEqual([
      before,
      expect.any(Number),
    ]);
    await follow(browser, email);
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({
      role: 'owner',
      member: { email, name: 'New Shop', hasPassword: true },
    });
    expect(await browser.must(200, 'GET', '/api/merchant/me')).toMatchObject({ name: 'New Shop', email });
  });

  it('keeps the password only in the browser that chose it', async () => {
    const email = newEmail();
    await signUp(new Browser(shop.api), email, { password: PASSWORD });
    const owner = new Browser(shop.api);
    await follow(owner, email);
    expect(await owner.must(200, 'GET', '/api/session')).toMatchObject({ member: { hasPassword: false } });
    const attacker = new Browser(shop.api);
    expect((await attacker.call('POST', '/api/session', { email, password: PASSWORD })).status).toBe(401);
  });

  it('is answered alike for an address that has an account, which gets a link to sign in', async () => {
    const email = newEmail();
    await signedUp(email);
    const answers = [];
    for (const address of [email, newEmail()]) {
      const { status, text, headers } = await new Browser(shop.api).call('POST', '/api/signup', {
        email: address,
        name: 'Again',
      });
      answers.push({ status, text, cookie: headers.getSetCookie()[0]?.replace(/=[\w-]{43}/, '') });
    }
    expect(answers[1]).toEqual(answers[0]);
    const letter = await letterTo(shop.api, email);
    expect(letter.subject).toMatch(/already/);
    const merchants = await shop.count('merchant');
    const browser = new Browser(shop.api);
    await follow(browser, email);
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({ member: { name: 'New Shop' } });
    expect(await shop.count('merchant')).toBe(merchants);
  });

  it('makes one merchant of two links to one address, used at once', async () => {
    const email = newEmail();
    const browsers = [new Browser(shop.api), new Browser(shop.api)];
    for (const browser of browsers) await signUp(browser, email);
    const tokens = (await lettersTo(shop.api, email)).map(({ text }) => tokenIn(text));
    expect(tokens).toHaveLength(2);
    const statuses = await Promise.all(
      browsers.map(
        async (browser, at) => (await browser.call('POST', '/api/session', { token: tokens[at] })).status,
      ),
    );
    expect(statuses).toEqual([200, 200]);
    expect(await shop.count('merchant WHERE email = $1', [email])).toBe(1);
    expect(await shop.count('member_user WHERE email = $1', [email])).toBe(1);
  });

  it.each<[string, object]>([
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(129) }],
    ['password', { password: 'Password1234' }],
    ['password', { password: 'aaaaaaaaaaaaaaaa' }],
    ['password', { password: '1234567890123456' }],
    ['password', { email: 'self@signup.example', password: 'Self@signup.example' }],
    ['email', { email: 'nobody' }],
    ['email', { email: 'a@example.com\r\nBcc: all@example.com' }],
    ['name', { name: 'a\nb' }],
  ])('refuses a bad %s (400): %j', async (member, more) => {
    const body = { email: newEmail(), name: 'N', ...more };
    const reply = await new Browser(shop.api).call('POST', '/api/signup', body);
    expect([reply.status, Object.keys(reply.body['errors'] as object)]).toEqual([400, [member]]);
  });
});

describe('a link', () => {
  it('opens once, of any number at once', async () => {
    const email = newEmail();
    await signUp(new Browser(shop.api), email);
    const token = tokenIn((await letterTo(shop.api, email)).text);
    const tries = Array.from({ length: 5 }, () =>
      new Browser(shop.api).call('POST', '/api/session', { token }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 401, 401, 401, 401]);
  });

  it('leads to our own pages only, its token in the fragment, and is over after 15 minutes', async () => {
    const email = newEmail();
    await signUp(new Browser(shop.api), email);
    const { text } = await letterTo(shop.api, email);
    expect(text).toContain(`${shop.api.baseUrl}/dashboard/sign-in#token=`);
    const addresses = text.match(/https?:\/\/\S+/g)!;
    expect(addresses.map((address) => new URL(address).origin)).toEqual([shop.api.baseUrl]);
    shop.at(900);
    expect((await follow(new Browser(shop.api), email)).status).toBe(401);
  });

  it('names our address whatever host the caller named', async () => {
    const email = newEmail();
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    await shop.api.call('POST', '/api/signup', null, { email, name: 'N' }, headers);
    expect((await letterTo(shop.api, email)).text).not.toContain('evil');
  });

  it('is mailed to an account, and to nobody else, under one answer', async () => {
    const email = newEmail();
    await signedUp(email);
    const ask = async (address: string, purpose: string) => {
      const { status, text } = await new Browser(shop.api).call('POST', '/api/session/link', {
        email: address,
        purpose,
      });
      return { status, text };
    };
    for (const purpose of ['sign_in', 'reset']) {
      expect(await ask(email, purpose)).toEqual({ status: 202, text: '' });
      expect(await ask('nobody@signup.example', purpose)).toEqual({ status: 202, text: '' });
    }
    expect(await lettersTo(shop.api, 'nobody@signup.example')).toEqual([]);
    const browser = new Browser(shop.api);
    expect((await lettersTo(shop.api, email)).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['Sign in to Turnpike', 'Set a new Turnpike password']),
    );
    // The link for a new password signs nobody in.
    expect((await letterTo(shop.api, email)).subject).toMatch(/password/);
    expect((await follow(browser, email)).status).toBe(401);
  });

  it('gives a merchant that the operator made its first owner, and a second no other', async () => {
    const email = newEmail();
    const body = { name: 'Made', email };
    const { body: merchant } = await shop.api.call('POST', '/api/admin/merchants', OPERATOR_KEY, body);
    await new Browser(shop.api).must(202, 'POST', '/api/session/link', { email });
    const browser = new Browser(shop.api);
    await follow(browser, email);
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({
      merchantId: merchant['id'],
      role: 'owner',
      merchants: [{ name: 'Made' }],
    });
  });
});
