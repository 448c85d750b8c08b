import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let owner: Browser;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    SIGN_UP: 'free',
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
  owner = await newOwner();
});

afterAll(() => shop.close());

const newEmail = (): string => `asked-${String((made += 1))}@invitations.example`;
const wish = (email: string) => ({ email, role: 'developer' });
const invite = (email: string, by: Browser = owner) =>
  by.call('POST', '/api/merchant/invitations', wish(email));
const letterToken = async (email: string) => tokenIn((await letterTo(shop.api, email)).text);
const accept = (token: string, browser = new Browser(shop.api)) =>
  browser.call('POST', '/api/invitations/accept', { token });

/** The owner of a merchant of their own. */
async function newOwner(name = 'Shop'): Promise<Browser> {
  const email = newEmail();
  await new Browser(shop.api).must(202, 'POST', '/api/signup', { email, name });
  const browser = new Browser(shop.api);
  await browser.must(200, 'POST', '/api/session', { token: await letterToken(email) });
  return browser;
}

describe('an invitation to somebody who has an account', () => {
  it('signs nobody in, and tells as whom to sign in; it is still good then', async () => {
    const email = newEmail();
    await new Browser(shop.api).enterAs(email);
    await invite(email);
    const token = await letterToken(email);
    const stranger = await new Browser(shop.api).enterAs(newEmail());
    const byKey = new Browser(shop.api);
    await byKey.must(200, 'POST', '/api/session', { apiKey: shop.key });
    for (const browser of [new Browser(shop.api), stranger, byKey]) {
      const before = browser.token;
      const { status, body } = await accept(token, browser);
      expect([status, body['error'], body['email']]).toEqual([409, 'sign_in_first', email]);
      expect(browser.token).toBe(before);
    }
    expect((await accept(token, await new Browser(shop.api).enterAs(email))).status).toBe(200);
  });

  it('counts for nothing in a session that has ended meanwhile', async () => {
    const email = newEmail();
    const browser = await new Browser(shop.api).enterAs(email);
    await invite(email);
    const copy = new Browser(shop.api);
    copy.hold(browser.token!);
    await browser.must(204, 'DELETE', '/api/session');
    expect((await accept(await letterToken(email), copy)).status).toBe(409);
  });

  it('is for the one that was made in between, too', async () => {
    const email = newEmail();
    await invite(email);
    const token = await letterToken(email);
    const browser = await new Browser(shop.api).enterAs(email);
    expect((await accept(token)).body['error']).toBe('sign_in_first');
    expect((await accept(token, browser)).status).toBe(200);
  });
});

describe('an invitation that an API key has made', () => {
  it('is listed, and opens, for as long as the key was not revoked', async () => {
    const { key, id } = await owner.must(201, 'POST', '/api/merchant/api-keys', {
      scopes: ['merchant:admin'],
    });
    expect(String(key)).toMatch(/^tp_test_/);
    const live = new Browser(shop.api, 'live');
    live.hold(owner.token!);
    const liveKey = await live.must(201, 'POST', '/api/merchant/api-keys', { scopes: ['merchant:admin'] });
    const emails = [newEmail(), newEmail()] as const;
    for (const email of emails) {
      const reply = await shop.api.call(
        'POST',
        '/api/merchant/invitations',
        String(liveKey['key']),
        wish(email),
      );
      expect(reply.status).toBe(201);
    }
    const listed = async () => {
      const { invitations } = await owner.must(200, 'GET', '/api/merchant/members');
      return (invitations as { email: string }[]).filter(({ email }) => emails.includes(email)).length;
    };
    expect((await accept(await letterToken(emails[0]))).status).toBe(200);
    expect(await listed()).toBe(1);
    await live.must(204, 'DELETE', `/api/merchant/api-keys/${String(liveKey['id'])}`);
    expect(await listed()).toBe(0);
    expect((await accept(await letterToken(emails[1]))).status).toBe(401);
    await owner.must(204, 'DELETE', `/api/merchant/api-keys/${String(id)}`);
  });
});

describe('an invitation of a key that ends', () => {
  const adminKey = async (more: object = {}): Promise<{ id: string; key: string }> => {
    const live = new Browser(shop.api, 'live');
    live.hold(owner.token!);
    const body = await live.must(201, 'POST', '/api/merchant/api-keys', {
      scopes: ['merchant:admin'],
      ...more,
    });
    return { id: String(body['id']), key: String(body['key']) };
  };
  const inviteBy = async (key: string): Promise<string> => {
    const email = newEmail();
    const reply = await shop.api.call('POST', '/api/merchant/invitations', key, wish(email));
    expect(reply.status).toBe(201);
    return email;
  };
  const isListed = async (email: string): Promise<boolean> => {
    const { invitations } = await owner.must(200, 'GET', '/api/merchant/members');
    return (invitations as { email: string }[]).some((one) => one.email === email);
  };

  it('opens nothing once the key has expired', async () => {
    const { key } = await adminKey({ expiresAt: '2026-11-20T12:01:00Z' });
    const email = await inviteBy(key);
    const token = await letterToken(email);
    shop.at(59);
    expect(await isListed(email)).toBe(true);
    shop.at(60);
    expect(await isListed(email)).toBe(false);
    expect((await accept(token)).body['error']).toBe('invalid_credentials');
    shop.at(0);
  });

  it.each([0, 600])('is taken back when the key is replaced, if it works on for %d s', async (overlap) => {
    const { id, key } = await adminKey();
    const email = await inviteBy(key);
    const token = await letterToken(email);
    const rotated = await shop.api.call('POST', `/api/merchant/api-keys/${id}/rotate`, key, {
      overlapSeconds: overlap,
    });
    expect(rotated.status).toBe(201);
    expect(await isListed(email)).toBe(false);
    expect((await accept(token)).body['error']).toBe('invalid_credentials');
    const working = overlap === 0 ? String(rotated.body['key']) : key;
    expect((await accept(await letterToken(await inviteBy(working)))).status).toBe(200);
  });
});

describe('letters of invitations', () => {
  it('come to one address but seldom, whichever merchants ask and whatever limits are off', async () => {
    const [email, other] = [newEmail(), await newOwner()];
    const statuses = [];
    for (let index = 0; index < 7; index += 1) {
      statuses.push((await invite(email, index % 2 === 0 ? owner : other)).status);
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429]);
    expect((await invite(newEmail())).status).toBe(201);
  });

  it('hold no address that the name of the merchant would be', async () => {
    const email = newEmail();
    await invite(email, await newOwner('Prize at evil.example'));
    const { text } = await letterTo(shop.api, email);
    expect(text).toContain('"Prize at evil. example"');
    for (const name of ['Visit https://evil.example', 'WWW.evil.example', 'two\u2028lines']) {
      const reply = await new Browser(shop.api).call('POST', '/api/signup', { email: newEmail(), name });
      expect([reply.status, Object.keys(reply.body['errors'] as object)]).toEqual([400, ['name']]);
    }
  });
});
