import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';

const FIRST = 'a long sentence of my own';
const SECOND = 'another sentence, as long';
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

/** Somebody with a password, signed in by a link. */
async function withPassword(): Promise<{ email: string; browser: Browser }> {
  const email = `pw-${String((made += 1))}@password.example`;
  const browser = await new Browser(shop.api).enterAs(email);
  await browser.must(204, 'POST', '/api/session/password', { newPassword: FIRST });
  return { email, browser };
}

const enter = async (email: string, password: string): Promise<number> =>
  (await new Browser(shop.api).call('POST', '/api/session', { email, password })).status;

describe('a password', () => {
  it('opens the account, whatever the case of the address and however its characters are composed', async () => {
    const { email, browser } = await withPassword();
    expect(await enter(email.toUpperCase(), FIRST)).toBe(200);
    await browser.must(204, 'POST', '/api/session/password', {
      currentPassword: FIRST,
      newPassword: 'caf\u00e9 on the long river',
    });
    expect(await enter(email, 'cafe\u0301 on the long river')).toBe(200);
  });

  it('is refused alike when it is wrong, when there is none, and when there is no such account', async () => {
    const { email } = await withPassword();
    await new Browser(shop.api).enterAs('linkonly@password.example');
    const bodies = [];
    for (const address of [email, 'linkonly@password.example', 'nobody@password.example']) {
      const reply = await new Browser(shop.api).call('POST', '/api/session', {
        email: address,
        password: SECOND,
      });
      bodies.push({ ...reply.body, correlation_id: null, status: reply.status });
    }
    expect(bodies[0]).toMatchObject({ status: 401, error: 'invalid_credentials' });
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('is changed by who knows it; all other sessions end and a letter says so', async () => {
    const { email, browser } = await withPassword();
    const other = await new Browser(shop.api).enterAs(email);
    const change = { currentPassword: SECOND, newPassword: SECOND };
    expect((await browser.call('POST', '/api/session/password', change)).status).toBe(401);
    expect((await browser.call('POST', '/api/session/password', { newPassword: SECOND })).status).toBe(401);
    await browser.must(204, 'POST', '/api/session/password', { ...change, currentPassword: FIRST });
    expect([await enter(email, FIRST), await enter(email, SECOND)]).toEqual([401, 200]);
    expect((await browser.call('GET', '/api/session')).status).toBe(200);
    expect((await other.call('GET', '/api/session')).status).toBe(401);
    expect((await letterTo(shop.api, email)).text).toMatch(/password was changed/);
  });

  it('is set anew by a link, once; all sessions end, and links that wait open nothing more', async () => {
    const { email, browser } = await withPassword();
    const ask = (purpose: string) =>
      new Browser(shop.api).must(202, 'POST', '/api/session/link', { email, purpose });
    await ask('sign_in');
    const waiting = tokenIn((await letterTo(shop.api, email)).text);
    await ask('reset');
    const token = tokenIn((await letterTo(shop.api, email)).text);
    const reset = (newPassword: string) =>
      new Browser(shop.api).call('POST', '/api/session/reset', { token, newPassword });
    expect((await reset('short')).status).toBe(400);
    expect((await reset(SECOND)).status).toBe(204);
    expect((await reset(FIRST)).status).toBe(401);
    expect([await enter(email, FIRST), await enter(email, SECOND)]).toEqual([401, 200]);
    expect((await browser.call('GET', '/api/session')).status).toBe(401);
    const late = await new Browser(shop.api).call('POST', '/api/session', { token: waiting });
    expect(late.status).toBe(401);
  });

  it('is stored as a salted hash that names its cost, and of a session only a digest', async () => {
    const { browser } = await withPassword();
    const { rows } = await shop.pool.query<{ password_hash: string }>({
      text: 'SELECT password_hash FROM member_user WHERE password_hash IS NOT NULL',
    });
    for (const { password_hash: hash } of rows)
      expect(hash).toMatch(/^scrypt\$15\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(new Set(rows.map(({ password_hash: hash }) => hash)).size).toBe(rows.length);
    const tables = ['member_session', 'member_user', 'member_link', 'mail_outbox', 'token_bucket'];
    for (const table of tables) {
      const { rows: all } = await shop.pool.query({ text: `SELECT t::text AS row FROM ${table} t` });
      expect(JSON.stringify(all)).not.toContain(browser.token);
      expect(JSON.stringify(all)).not.toContain(FIRST);
    }
  });
});
