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
  const email = newEmail();
  await new Browser(shop.api).must(202, 'POST', '/api/signup', { email, name: 'Shop' });
  owner = new Browser(shop.api);
  await owner.must(200, 'POST', '/api/session', { token: await tokenFor(email) });
});

afterAll(() => shop.close());

const newEmail = (): string => `gone-${String((made += 1))}@departed.example`;
const tokenFor = async (email: string) => tokenIn((await letterTo(shop.api, email)).text);
const path = (id: string, query = ''): string => `/api/merchant/members/${id}${query}`;
const works = async (key: string) => (await shop.get('/api/l402/challenges', key)).status === 200;

/** Somebody who has joined: their browser in each mode, and their id. */
async function joined(role = 'owner') {
  const email = newEmail();
  await owner.must(201, 'POST', '/api/merchant/invitations', { email, role });
  const test = new Browser(shop.api);
  await test.must(200, 'POST', '/api/invitations/accept', { token: await tokenFor(email) });
  const live = new Browser(shop.api, 'live');
  live.hold(test.token!);
  const { member } = (await test.must(200, 'GET', '/api/session')) as { member: { userId: string } };
  return { test, live, id: member.userId };
}

async function newKey(browser: Browser, ...scopes: string[]): Promise<string> {
  const body = scopes.length === 0 ? {} : { scopes };
  return String((await browser.must(201, 'POST', '/api/merchant/api-keys', body))['key']);
}

describe('a key', () => {
  it('is listed with who made it: a member, a key, or the operator', async () => {
    const { test, id } = await joined();
    await newKey(test);
    const { apiKeys } = await test.must(200, 'GET', '/api/merchant/api-keys');
    expect((apiKeys as { createdBy: string }[])[0]).toMatchObject({ createdBy: id });
    const first = (await shop.get('/api/merchant/api-keys')).body['apiKeys'] as {
      id: string;
      createdBy: string;
    }[];
    await shop.post('/api/merchant/api-keys', {});
    const second = (await shop.get('/api/merchant/api-keys')).body['apiKeys'] as typeof first;
    const made = second.filter(({ id: one }) => first.every(({ id: other }) => other !== one));
    expect(made).toHaveLength(1);
    expect(first.map(({ id: one }) => one)).toContain(made[0]!.createdBy);
  });
});

describe('the keys of a member who is removed', () => {
  it('go on unless they are to end, and are counted', async () => {
    const { test, live, id } = await joined();
    const keys = [await newKey(test), await newKey(live)];
    expect(await owner.must(200, 'DELETE', path(id))).toEqual({ apiKeysRevoked: 0, apiKeysLeft: 2 });
    expect(await Promise.all(keys.map(works))).toEqual([true, true]);
    const again = await owner.must(200, 'DELETE', path(id, '?revokeKeys=true'));
    expect(again).toEqual({ apiKeysRevoked: 2, apiKeysLeft: 0 });
    expect(await Promise.all(keys.map(works))).toEqual([false, false]);
    expect((await owner.call('DELETE', path(id, '?revokeKeys=true'))).status).toBe(404);
  });

  it('end with them in both modes if asked, each with an entry in the log, and no other’s do', async () => {
    const [{ test, live, id }, other] = [await joined(), await joined()];
    const [kept, keys] = [await newKey(other.test), [await newKey(test), await newKey(live)]];
    expect(await owner.must(200, 'DELETE', path(id, '?revokeKeys=true'))).toEqual({
      apiKeysRevoked: 2,
      apiKeysLeft: 0,
    });
    expect(await Promise.all([...keys, kept].map(works))).toEqual([false, false, true]);
    const { entries } = await owner.must(200, 'GET', '/api/merchant/audit');
    const actions = (entries as { action: string; mode: string | null }[]).slice(0, 2);
    expect(actions.map(({ action, mode }) => `${action} ${String(mode)}`).sort()).toEqual([
      'api_key.revoke test',
      'member.remove null',
    ]);
  });

  it('are also those that their keys have made, and so on, and no others', async () => {
    const [{ test, id }, other] = [await joined(), await joined()];
    const scopes = ['merchant:admin', 'challenges:read'];
    const by = async (key: string) =>
      String((await shop.post('/api/merchant/api-keys', { scopes }, {}, key)).body['key']);
    const first = await newKey(test, ...scopes);
    const second = await by(first);
    const third = await by(second);
    const others = await newKey(other.test, ...scopes);
    const kept = [others, await by(others)];
    expect(await owner.must(200, 'DELETE', path(id))).toEqual({ apiKeysRevoked: 0, apiKeysLeft: 3 });
    expect(await owner.must(200, 'DELETE', path(id, '?revokeKeys=true'))).toEqual({
      apiKeysRevoked: 3,
      apiKeysLeft: 0,
    });
    const all = await Promise.all([first, second, third, ...kept].map(works));
    expect(all).toEqual([false, false, false, true, true]);
  });

  it('are those that the new role may not make, where it is only lowered', async () => {
    const { test, id } = await joined();
    const [strong, plain] = [await newKey(test, 'merchant:admin', 'challenges:read'), await newKey(test)];
    const lower = (role: string) => owner.must(200, 'PATCH', path(id, '?revokeKeys=true'), { role });
    expect(await lower('developer')).toEqual({ apiKeysRevoked: 1, apiKeysLeft: 0 });
    expect([await works(strong), await works(plain)]).toEqual([false, true]);
    expect(await lower('read_only')).toEqual({ apiKeysRevoked: 1, apiKeysLeft: 0 });
    expect(await works(plain)).toBe(false);
  });
});
