import { Browser, tokenIn } from '../support/browser.js';
import { OPERATOR_KEY } from '../support/letters.js';
import { apiVariables, ListeningApi } from '../support/listening-api.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let before: ListeningApi;
let merchantId: number;

beforeAll(async () => {
  database = await createTestDatabase();
  before = await ListeningApi.start(apiVariables(database.url, { ADMIN_API_KEY: OPERATOR_KEY }));
  ({ merchantId } = await before.newMerchant());
});

afterAll(async () => {
  await before.stop();
  await database.drop();
});

/** The token of a link for the merchant, made by the operator's key. */
async function link(): Promise<string> {
  const path = `/api/admin/merchants/${String(merchantId)}/login-link`;
  return tokenIn(String((await before.call('POST', path, OPERATOR_KEY)).body['url']));
}

/** What a session and a link of before are good for at an instance with another key. */
async function goodFor(more: Record<string, string>): Promise<number[]> {
  const browser = new Browser(before);
  await browser.must(200, 'POST', '/api/session', { token: await link() });
  const token = await link();
  const after = await ListeningApi.start(apiVariables(database.url, more));
  const there = new Browser(after);
  there.hold(browser.token!);
  const session = (await there.call('GET', '/api/merchant/me')).status;
  const entered = (await new Browser(after).call('POST', '/api/session', { token })).status;
  await after.stop();
  return [session, entered];
}

describe('what the operator’s key has opened', () => {
  it('goes on where the key is the same, and is over with another key or none', async () => {
    expect(await goodFor({ ADMIN_API_KEY: OPERATOR_KEY })).toEqual([200, 200]);
    expect(await goodFor({ ADMIN_API_KEY: `${OPERATOR_KEY}-2` })).toEqual([401, 401]);
    expect(await goodFor({})).toEqual([401, 401]);
  });
});

describe('reading letters', () => {
  it('stands in the log of changes, put down to whoever read', async () => {
    await before.call('POST', '/api/session/link', null, { email: 'nobody@letters.example' });
    await before.call('GET', '/api/admin/mails', OPERATOR_KEY);
    const read = async () =>
      ((await before.call('GET', '/api/admin/audit', OPERATOR_KEY)).body['entries'] as object[]).filter(
        (entry) => 'action' in entry && entry.action === 'mail.read',
      );
    expect(await read()).toEqual([]);
    const { liveKey } = await before.newMerchant();
    await before.call('POST', '/api/merchant/invitations', liveKey, {
      email: 'asked@letters.example',
      role: 'owner',
    });
    await before.call('GET', '/api/admin/mails', OPERATOR_KEY);
    expect(await read()).toMatchObject([
      { actor: { kind: 'operator', id: 'admin_key' }, merchantId: null, detail: { letters: 1 } },
    ]);
  });
});
