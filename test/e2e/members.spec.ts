import { Browser, tokenIn } from '../support/browser.js';
import { letterTo, lettersTo, OPERATOR_KEY } from '../support/letters.js';
import { SandboxShop } from '../support/sandbox-shop.js';

interface Member {
  readonly userId: string;
  readonly email: string;
  readonly role: string;
}

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
});

afterAll(() => shop.close());

beforeEach(async () => {
  shop.at(0);
  const email = `owner-${String((made += 1))}@members.example`;
  await new Browser(shop.api).must(202, 'POST', '/api/signup', { email, name: 'Shop' });
  owner = new Browser(shop.api);
  await owner.must(200, 'POST', '/api/session', { token: tokenIn((await letterTo(shop.api, email)).text) });
});

const invite = (email: string, role: string, by = owner) =>
  by.call('POST', '/api/merchant/invitations', { email, role });
const tokenFor = async (email: string) => tokenIn((await letterTo(shop.api, email)).text);
const newEmail = () => `asked-${String((made += 1))}@members.example`;
const membersOf = async (browser = owner) =>
  (await browser.must(200, 'GET', '/api/merchant/members'))['members'] as Member[];

/** Somebody who was asked and has joined. */
async function joined(role: string, email = newEmail()): Promise<Browser> {
  expect((await invite(email, role)).status).toBe(201);
  const browser = new Browser(shop.api);
  await browser.must(200, 'POST', '/api/invitations/accept', {
    token: await tokenFor(email),
    name: 'Joined',
  });
  return browser;
}

const idOf = async (browser: Browser): Promise<string> =>
  ((await browser.must(200, 'GET', '/api/session'))['member'] as Member).userId;

describe('an invitation', () => {
  it('makes an account of that role and signs it in', async () => {
    const email = newEmail();
    const { status, body } = await invite(email, 'developer');
    expect([status, body]).toEqual([
      201,
      {
        id: expect.stringMatching(/^inv_/),
        email,
        role: 'developer',
        createdAt: '2026-11-20T12:00:00.000Z',
        expiresAt: '2026-11-27T12:00:00.000Z',
      },
    ]);
    const browser = new Browser(shop.api);
    const password = 'a long sentence of my own';
    const token = await tokenFor(email);
    await browser.must(200, 'POST', '/api/invitations/accept', { token, name: 'Devi', password });
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({
      role: 'developer',
      member: { email, name: 'Devi', hasPassword: true },
    });
    expect((await membersOf()).find((one) => one.email === email)).toMatchObject({ role: 'developer' });
    expect((await owner.must(200, 'GET', '/api/merchant/members'))['invitations']).toEqual([]);
  });

  it('adds a merchant to an account that is there, and changes nothing else of it', async () => {
    const email = newEmail();
    const other = await new Browser(shop.api).enterAs(email);
    const session = other.token;
    await invite(email, 'read_only');
    const body = { token: await tokenFor(email), name: 'Another', password: 'a long sentence of my own' };
    const { merchantId } = await other.must(200, 'POST', '/api/invitations/accept', body);
    expect(other.token).toBe(session);
    const view = await other.must(200, 'GET', '/api/session');
    expect(view).toMatchObject({
      merchantId,
      role: 'read_only',
      member: { hasPassword: false },
      merchants: [{ merchantId, role: 'read_only' }],
    });
    expect((view['member'] as { name: string }).name).not.toBe('Another');
    expect(await other.must(200, 'POST', '/api/session/merchant', { merchantId })).toMatchObject({
      role: 'read_only',
    });
    expect((await other.call('POST', '/api/session/merchant', { merchantId: 1 })).status).toBe(404);
  });

  it('is accepted once, of any number at once', async () => {
    const email = newEmail();
    await invite(email, 'developer');
    const token = await tokenFor(email);
    const tries = [1, 2, 3].map(() =>
      new Browser(shop.api).call('POST', '/api/invitations/accept', { token }),
    );
    expect((await Promise.all(tries)).map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('opens nothing once it is taken back, replaced, over, or its maker is gone', async () => {
    const accept = async (token: string) =>
      (await new Browser(shop.api).call('POST', '/api/invitations/accept', { token })).status;
    const email = newEmail();
    const { body } = await invite(email, 'developer');
    const first = await tokenFor(email);
    await owner.must(204, 'DELETE', `/api/merchant/invitations/${String(body['id'])}`);
    expect(await accept(first)).toBe(401);
    await invite(email, 'developer');
    const second = await tokenFor(email);
    await invite(email, 'read_only');
    expect(await accept(second)).toBe(401);
    const third = await tokenFor(email);
    shop.at(604_800);
    expect(await accept(third)).toBe(401);
    shop.at(0);
    const coOwner = await joined('owner');
    const asked = newEmail();
    await invite(asked, 'owner', coOwner);
    await owner.must(200, 'DELETE', `/api/merchant/members/${await idOf(coOwner)}`);
    expect(await accept(await tokenFor(asked))).toBe(401);
  });

  it('is not made for a member, nor by a test key, which could otherwise make itself an owner of live mode', async () => {
    const [{ email }] = (await membersOf()) as [Member];
    expect((await invite(email, 'owner')).body['errors']).toEqual({ email: [expect.any(String)] });
    const body = { email: newEmail(), role: 'owner' };
    const path = '/api/merchant/invitations';
    expect((await shop.api.call('POST', path, shop.key, body)).body['error']).toBe('live_mode_only');
    expect((await shop.api.call('POST', path, shop.merchant.liveKey, body)).status).toBe(201);
    const bySession = new Browser(shop.api);
    await bySession.must(200, 'POST', '/api/session', { apiKey: shop.key });
    expect((await bySession.call('POST', path, body)).body['error']).toBe('live_mode_only');
  });
});

describe('a role', () => {
  it('that was changed or taken away is so at the next call', async () => {
    const browser = await joined('developer');
    const id = await idOf(browser);
    const makeKey = async () => (await browser.call('POST', '/api/merchant/api-keys', {})).status;
    expect(await makeKey()).toBe(201);
    await owner.must(200, 'PATCH', `/api/merchant/members/${id}`, { role: 'read_only' });
    expect(await makeKey()).toBe(403);
    expect((await browser.call('GET', '/api/merchant/me')).status).toBe(200);
    await owner.must(200, 'DELETE', `/api/merchant/members/${id}`);
    expect((await browser.call('GET', '/api/merchant/me')).status).toBe(403);
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({ merchantId: null, merchants: [] });
  });

  it('of a developer hands on no power over the account', async () => {
    const browser = await joined('developer');
    const reply = await browser.call('POST', '/api/merchant/api-keys', { scopes: ['merchant:admin'] });
    expect(reply.body).toMatchObject({ error: 'scope_missing', required_scope: 'merchant:admin' });
    const terms = { scopes: ['merchant:admin'] };
    const { id } = (await owner.must(201, 'POST', '/api/merchant/api-keys', terms)) as { id: string };
    const rotated = await browser.call('POST', `/api/merchant/api-keys/${id}/rotate`, {});
    expect(rotated.body['error']).toBe('scope_missing');
    const revoked = await browser.call('DELETE', `/api/merchant/api-keys/${id}`);
    expect(revoked.body['error']).toBe('scope_missing');
    const own = (await browser.must(201, 'POST', '/api/merchant/api-keys', {})) as { id: string };
    expect((await browser.call('DELETE', `/api/merchant/api-keys/${own.id}`)).status).toBe(204);
  });

  it('of the last owner stays, also when two owners lower each other at once', async () => {
    const [first] = await membersOf();
    for (const [method, body] of [
      ['PATCH', { role: 'developer' }],
      ['DELETE', undefined],
    ] as const) {
      const reply = await owner.call(method, `/api/merchant/members/${first!.userId}`, body);
      expect([reply.status, reply.body['error']]).toEqual([409, 'last_owner']);
    }
    const second = await joined('owner');
    const secondId = await idOf(second);
    const lower = (by: Browser, id: string) =>
      by.call('PATCH', `/api/merchant/members/${id}`, { role: 'read_only' });
    const statuses = await Promise.all([lower(owner, secondId), lower(second, first!.userId)]);
    const { rows } = await shop.pool.query<{ n: number }>({
      text: `SELECT count(*)::int4 AS n FROM merchant_member WHERE user_id = ANY ($1) AND role = 'owner'`,
      values: [[first!.userId, secondId]],
    });
    expect(rows[0]!.n).toBe(1);
    expect(statuses.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
  });
});

describe('the operator', () => {
  it('makes a link that signs in for a merchant once, as nobody of theirs', async () => {
    const path = `/api/admin/merchants/${String(shop.merchant.merchantId)}/login-link`;
    const { status, body } = await shop.api.call('POST', path, OPERATOR_KEY);
    expect(status).toBe(201);
    const token = tokenIn(String(body['url']));
    const browser = new Browser(shop.api);
    await browser.must(200, 'POST', '/api/session', { token });
    expect(await browser.must(200, 'GET', '/api/session')).toMatchObject({
      merchantId: shop.merchant.merchantId,
      role: 'owner',
      member: null,
      operator: false,
    });
    expect((await browser.call('GET', '/api/merchant/members')).status).toBe(200);
    expect((await new Browser(shop.api).call('POST', '/api/session', { token })).status).toBe(401);
    expect((await shop.api.call('POST', path.replace(/\d+/, '99999'), OPERATOR_KEY)).status).toBe(404);
  });

  it('reads letters in pages', async () => {
    await lettersTo(shop.api, 'nobody@members.example');
    const page = async (query: string) =>
      (await shop.api.call('GET', `/api/admin/mails${query}`, OPERATOR_KEY)).body;
    const first = await page('?limit=2');
    const second = await page(`?limit=2&cursor=${String(first['nextCursor'])}`);
    const ids = [first, second].flatMap(({ mails }) =>
      (mails as { id: string }[]).map(({ id }) => Number(id)),
    );
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(4);
    expect((await page('?cursor=nonsense'))['error']).toBe('validation_failed');
  });
});
