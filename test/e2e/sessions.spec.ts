import { Browser, linkFor, sessionCookie } from '../support/browser.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;

beforeAll(async () => {
  shop = await SandboxShop.open({ RATE_LIMIT_SIGN_IN: '0', ADMIN_API_KEY: 'operator-key-0123456789' });
});

afterAll(() => shop.close());
beforeEach(() => shop.at(0));

/** A member of the shop, signed in. */
async function member(role: string, email = `${role}@shop.example`): Promise<Browser> {
  const browser = await new Browser(shop.api).enterAs(email);
  const { member: user } = (await browser.must(200, 'GET', '/api/session')) as { member: { userId: string } };
  await shop.pool.query({
    text: `INSERT INTO merchant_member VALUES ($1, $2, $3, now()) ON CONFLICT DO NOTHING`,
    values: [shop.merchant.merchantId, user.userId, role],
  });
  return new Browser(shop.api).enterAs(email);
}

describe('a session', () => {
  it('says who is signed in, for whom and as what', async () => {
    const browser = await member('owner');
    expect(await browser.must(200, 'GET', '/api/session')).toEqual({
      expiresAt: '2026-11-21T00:00:00.000Z',
      merchantId: shop.merchant.merchantId,
      role: 'owner',
      mode: null,
      member: {
        userId: expect.stringMatching(/^usr_[0-9a-f]{32}$/),
        email: 'owner@shop.example',
        name: 'owner',
        hasPassword: false,
        totpEnabled: false,
        passkeys: 0,
      },
      merchants: [{ merchantId: shop.merchant.merchantId, name: 'A merchant', role: 'owner' }],
      operator: false,
    });
  });

  it('is a cookie that scripts cannot read and other sites do not send', async () => {
    const browser = await member('owner');
    const [, name, attributes] = /^([^=]+)=[\w-]{43}; (.*)$/.exec(browser.setCookies.at(-1) ?? '') ?? [];
    expect(name).toBe(sessionCookie(shop.api));
    expect(attributes).toBe('Max-Age=43200; Path=/; HttpOnly; SameSite=Strict');
  });

  it('is another one at each sign-in, and the one before ends: nobody can prepare it', async () => {
    const browser = await member('owner');
    const before = browser.token;
    await browser.enterAs('owner@shop.example');
    expect(browser.token).not.toBe(before);
    const prepared = new Browser(shop.api);
    prepared.hold(before!);
    expect((await prepared.call('GET', '/api/session')).status).toBe(401);
    const chosen = 'A'.repeat(43);
    prepared.hold(chosen);
    await prepared.enterAs('owner@shop.example');
    expect(prepared.token).not.toBe(chosen);
  });

  it('ends when signed out, at once', async () => {
    const browser = await member('owner');
    const copy = new Browser(shop.api);
    copy.hold(browser.token!);
    expect((await copy.call('GET', '/api/merchant/me')).status).toBe(200);
    await browser.must(204, 'DELETE', '/api/session');
    expect(browser.token).toBeNull();
    expect((await copy.call('GET', '/api/merchant/me')).body['error']).toBe('missing_session');
  });

  it('ends after twelve hours', async () => {
    const browser = await member('owner');
    shop.at(43_199);
    expect((await browser.call('GET', '/api/session')).status).toBe(200);
    shop.at(43_200);
    expect((await browser.call('GET', '/api/session')).status).toBe(401);
  });

  it.each(['', 'x', 'A'.repeat(43), '\u00ff'])('is none for the cookie %j', async (value) => {
    const reply = await shop.api.call('GET', '/api/session', null, undefined, {
      cookie: `${sessionCookie(shop.api)}=${value}`,
    });
    expect([reply.status, reply.body['error']]).toEqual([401, 'missing_session']);
  });

  it('counts for nothing when its cookie comes twice, since one was set by another host', async () => {
    const { token } = await member('owner');
    const name = sessionCookie(shop.api);
    const cookie = `${name}=${token!}; ${name}=${'B'.repeat(43)}`;
    expect((await shop.api.call('GET', '/api/session', null, undefined, { cookie })).status).toBe(401);
  });

  it('is listed with its browser, and ended from another', async () => {
    const browser = await member('owner', 'lister@shop.example');
    const other = new Browser(shop.api);
    await other.enterAs('lister@shop.example');
    const { sessions } = (await browser.must(200, 'GET', '/api/session/all')) as {
      sessions: { id: string; current: boolean; address: string }[];
    };
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ address: '127.0.0.0/24', userAgent: 'node' });
    for (const { id, current } of sessions) {
      if (!current) await browser.must(204, 'DELETE', `/api/session/all/${id}`);
    }
    expect((await other.call('GET', '/api/session')).status).toBe(401);
    expect((await browser.call('GET', '/api/session')).status).toBe(200);
    const stranger = await member('owner', 'stranger@shop.example');
    const mine = sessions.find(({ current }) => current)!;
    expect((await stranger.call('DELETE', `/api/session/all/${mine.id}`)).status).toBe(404);
  });
});

describe('a call that changes something', () => {
  const change = (headers: Record<string, string>) =>
    shop.api.call('PATCH', '/api/merchant/settings', null, { strictVerify: false }, headers);

  it('comes from a page of ours, or is refused', async () => {
    const { token } = await member('owner');
    const cookie = `${sessionCookie(shop.api)}=${token!}`;
    const status = async (headers: Record<string, string>) =>
      (await change({ cookie, ...headers })).body['error'] ?? 'done';
    expect(await status({ origin: shop.api.baseUrl })).toBe('done');
    expect(await status({ 'sec-fetch-site': 'same-origin' })).toBe('done');
    for (const headers of [
      {},
      { origin: 'null' },
      { origin: 'https://evil.example' },
      { origin: `${shop.api.baseUrl}.evil.example` },
      { origin: shop.api.baseUrl.replace('127.0.0.1', 'localhost') },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site' },
      { referer: `${shop.api.baseUrl}/dashboard` },
    ]) {
      expect([headers, await status(headers)]).toEqual([headers, 'origin_refused']);
    }
  });

  it('is let in by a key from anywhere, whatever cookie comes with it', async () => {
    const cookie = `${sessionCookie(shop.api)}=${'A'.repeat(43)}`;
    const headers = { cookie, origin: 'https://evil.example', 'x-api-key': shop.key };
    expect((await change(headers)).status).toBe(200);
  });

  it('signs nobody in from another site', async () => {
    const token = await linkFor(shop.api, 'login-csrf@shop.example');
    const send = (headers: Record<string, string>) =>
      shop.api.call('POST', '/api/session', null, { token }, headers);
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await send(headers)).body['error']).toBe('origin_refused');
    }
    expect((await send({})).status).toBe(200);
  });
});

describe('the mode of a session', () => {
  it('is chosen by each call, and is test unless it is said', async () => {
    await member('owner');
    const modes = ['test', 'live'] as const;
    const keys: unknown[] = [];
    for (const mode of [null, ...modes]) {
      const browser = await new Browser(shop.api, mode).enterAs('owner@shop.example');
      const { key } = await browser.must(201, 'POST', '/api/merchant/api-keys', {});
      keys.push(String(key).slice(0, 8));
    }
    expect(keys).toEqual(['tp_test_', 'tp_test_', 'tp_live_']);
    const reply = await (
      await member('owner')
    ).call('GET', '/api/merchant/me', undefined, {
      'x-turnpike-mode': 'both',
    });
    expect(reply.body).toMatchObject({ errors: { 'x-turnpike-mode': [expect.any(String)] } });
  });
});

describe('a session that an API key has opened', () => {
  const enter = async (apiKey: string): Promise<Browser> => {
    const browser = new Browser(shop.api);
    await browser.must(200, 'POST', '/api/session', { apiKey });
    return browser;
  };

  it('has the mode and the scopes of the key, and is nobody', async () => {
    const browser = await enter(shop.merchant.liveKey);
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({
      merchantId: shop.merchant.merchantId,
      mode: 'live',
      role: 'owner',
      member: null,
      operator: false,
    });
    const other = await browser.call('GET', '/api/merchant/me', undefined, { 'x-turnpike-mode': 'test' });
    expect(other.status).toBe(400);
    const reader = await enter(await shop.newKey('challenges:read'));
    expect((await reader.call('GET', '/api/l402/challenges')).status).toBe(200);
    expect((await reader.call('GET', '/api/merchant/me')).body).toMatchObject({
      error: 'scope_missing',
      required_scope: 'merchant:admin',
    });
    expect((await browser.call('GET', '/api/session/all')).body['error']).toBe('missing_session');
    expect((await browser.call('POST', '/api/session/totp')).body['error']).toBe('missing_session');
  });

  it('ends with the key', async () => {
    const made = await shop.post('/api/merchant/api-keys', { scopes: ['merchant:admin'] });
    const browser = await enter(String(made.body['key']));
    expect((await browser.call('GET', '/api/merchant/me')).status).toBe(200);
    await shop.api.call('DELETE', `/api/merchant/api-keys/${String(made.body['id'])}`, shop.key);
    expect((await browser.call('GET', '/api/merchant/me')).status).toBe(401);
    const expiring = await shop.post('/api/merchant/api-keys', { expiresAt: '2026-11-20T12:10:00Z' });
    const short = await enter(String(expiring.body['key']));
    shop.at(599);
    expect((await short.call('GET', '/api/session')).status).toBe(200);
    shop.at(600);
    expect((await short.call('GET', '/api/session')).status).toBe(401);
  });

  it('makes no key once its own is gone, even if nobody has noticed', async () => {
    const made = await shop.post('/api/merchant/api-keys', {
      scopes: ['merchant:admin', 'challenges:read'],
    });
    const browser = await enter(String(made.body['key']));
    await shop.pool.query({
      text: 'UPDATE api_key SET revoked_at = now() WHERE id = $1',
      values: [made.body['id']],
    });
    expect((await browser.call('POST', '/api/merchant/api-keys', {})).status).toBe(401);
  });

  it('is not opened by a key that is none', async () => {
    const reply = await new Browser(shop.api).call('POST', '/api/session', { apiKey: 'tp_test_none' });
    expect([reply.status, reply.body['error']]).toEqual([401, 'invalid_credentials']);
  });
});
