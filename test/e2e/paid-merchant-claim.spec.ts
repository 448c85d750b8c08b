import { Browser, linkFor, tokenIn } from '../support/browser.js';
import { letterTo, OPERATOR_KEY } from '../support/letters.js';
import { type PaidMerchant, paidMerchant } from '../support/paid-merchant.js';
import { SandboxShop } from '../support/sandbox-shop.js';

let shop: SandboxShop;
let made = 0;

beforeAll(async () => {
  shop = await SandboxShop.open({
    SIGN_UP: 'free,l402',
    OPERATOR_MERCHANT: '1:test',
    RATE_LIMIT_SIGN_IN: '0',
    RATE_LIMIT_ADMIN: '0',
    ADMIN_API_KEY: OPERATOR_KEY,
  });
});

afterAll(() => shop.close());

const newEmail = (): string => `victim-${String((made += 1))}@claim.example`;

/** A merchant that somebody paid for, with an address that is, or is not, theirs. */
const paid = (at: SandboxShop = shop): Promise<PaidMerchant> => paidMerchant(at, newEmail());

/** Somebody whom the holder of a key lets in as an owner. */
async function letIn(by: string | Browser): Promise<Browser> {
  const body = { email: newEmail(), role: 'owner' };
  const path = '/api/merchant/invitations';
  if (typeof by === 'string') await shop.api.call('POST', path, by, body);
  else await by.must(201, 'POST', path, body);
  const browser = new Browser(shop.api, 'live');
  const token = tokenIn((await letterTo(shop.api, body.email)).text);
  await browser.must(200, 'POST', '/api/invitations/accept', { token });
  return browser;
}

async function idOf(browser: Browser): Promise<string> {
  const { member } = await browser.must(200, 'GET', '/api/session');
  return (member as { userId: string }).userId;
}

/** What a sign-in by a link was answered, and as what the browser is signed in then. */
async function enter(email: string, more: object = {}, browser = new Browser(shop.api), token?: string) {
  const body = { token: token ?? (await linkFor(browser.api, email)), ...more };
  const reply = await browser.call('POST', '/api/session', body);
  const view = reply.status === 200 ? await browser.must(200, 'GET', '/api/session') : {};
  return { answer: reply.body['error'] ?? reply.status, merchantId: view['merchantId'], role: view['role'] };
}

describe('a merchant that a payment made, and whose maker has let others in', () => {
  it('is no one’s who has its address alone, and can be left behind', async () => {
    const { email, merchantId, apiKey } = await paid();
    await letIn(apiKey);
    const token = await linkFor(shop.api, email);
    expect((await enter(email, {}, undefined, token)).answer).toBe('merchant_made_by_payment');
    const mine = await enter(email, { startAfresh: true }, undefined, token);
    expect(mine).toEqual({ answer: 200, merchantId: expect.any(Number), role: 'owner' });
    expect(mine.merchantId).not.toBe(merchantId);
    expect((await shop.get('/api/merchant/me', apiKey)).body['email']).toMatch(/@unconfirmed\.invalid$/);
  });

  it('is theirs who show its live key', async () => {
    const { email, merchantId, apiKey } = await paid();
    await letIn(apiKey);
    expect(await enter(email, { apiKey })).toEqual({ answer: 200, merchantId, role: 'owner' });
    expect(await enter(email)).toEqual({ answer: 200, merchantId, role: 'owner' });
  });

  it('is entered as any other by the holder of its address whom it has let in', async () => {
    const { email, merchantId, apiKey } = await paid();
    await shop.api.call('POST', '/api/merchant/invitations', apiKey, { email, role: 'developer' });
    const token = tokenIn((await letterTo(shop.api, email)).text);
    await new Browser(shop.api).must(200, 'POST', '/api/invitations/accept', { token });
    expect(await enter(email)).toEqual({ answer: 200, merchantId, role: 'developer' });
  });

  it('is nothing to an owner of before who has claimed it and was removed', async () => {
    const { email, merchantId, apiKey } = await paid();
    const first = new Browser(shop.api, 'live');
    await enter(email, { apiKey }, first);
    const second = await letIn(first);
    await second.must(200, 'DELETE', `/api/merchant/members/${await idOf(first)}`);
    expect(await enter(email)).toEqual({ answer: 200, merchantId: null, role: null });
    expect((await second.must(200, 'GET', '/api/merchant/me'))['merchantId']).toBe(merchantId);
  });
});

describe('the first keys of a merchant that a payment made', () => {
  it('are put down to whoever claims it, as the log says, and end with them if asked', async () => {
    const { email, merchantId, apiKey, testApiKey } = await paid();
    const first = new Browser(shop.api, 'live');
    await enter(email, { apiKey }, first);
    const id = await idOf(first);
    const { apiKeys } = await first.must(200, 'GET', '/api/merchant/api-keys');
    expect(apiKeys).toEqual([expect.objectContaining({ createdBy: id })]);
    const { rows } = await shop.pool.query<{ id: string }>({
      text: 'SELECT id FROM api_key WHERE merchant_id = $1',
      values: [merchantId],
    });
    const { entries } = await first.must(200, 'GET', '/api/merchant/audit');
    const keyIds = expect.arrayContaining(rows.map((row) => row.id)) as string[];
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'member.join', target: id, detail: { role: 'owner', keyIds } }),
    );
    const second = await letIn(first);
    const removed = await second.must(200, 'DELETE', `/api/merchant/members/${id}?revokeKeys=true`);
    expect(removed).toEqual({ apiKeysRevoked: 2, apiKeysLeft: 0 });
    for (const key of [apiKey, testApiKey]) {
      expect((await shop.get('/api/merchant/me', key)).status).toBe(401);
    }
  });
});

describe('a merchant that a payment made', () => {
  it('is no one’s who has its address alone, and the link stays good for the choice', async () => {
    const { email, merchantId, apiKey } = await paid();
    const token = await linkFor(shop.api, email);
    const refused = await new Browser(shop.api).call('POST', '/api/session', { token });
    expect([refused.status, refused.body['error']]).toEqual([409, 'merchant_made_by_payment']);
    expect(refused.body['detail']).toMatch(/apiKey.*startAfresh/);
    expect(await shop.count('merchant_member WHERE merchant_id = $1', [merchantId])).toBe(0);
    expect(await shop.count('member_user WHERE email = $1', [email])).toBe(0);
    expect(await enter(email, { apiKey }, undefined, token)).toEqual({
      answer: 200,
      merchantId,
      role: 'owner',
    });
    // Whoever has shown it once is a member, and signs in as any other.
    expect(await enter(email)).toEqual({ answer: 200, merchantId, role: 'owner' });
  });

  it('is theirs whose browser is signed in by its live key', async () => {
    const { email, merchantId, apiKey, testApiKey } = await paid();
    const browser = new Browser(shop.api);
    await browser.must(200, 'POST', '/api/session', { apiKey: testApiKey });
    expect((await enter(email, {}, browser)).answer).toBe('merchant_made_by_payment');
    await browser.must(200, 'POST', '/api/session', { apiKey });
    expect(await enter(email, {}, browser)).toEqual({ answer: 200, merchantId, role: 'owner' });
  });

  it('is not had for another’s key, a test key, a key without power over it, or one that is none', async () => {
    const [mine, other] = [await paid(), await paid()];
    const scopes = ['challenges:verify'];
    const weak = await shop.api.call('POST', '/api/merchant/api-keys', mine.apiKey, { scopes });
    for (const apiKey of [other.apiKey, mine.testApiKey, String(weak.body['key'])]) {
      expect((await enter(mine.email, { apiKey })).answer).toBe('merchant_made_by_payment');
    }
    expect((await enter(mine.email, { apiKey: `${mine.apiKey}x` })).answer).toBe('invalid_credentials');
    await shop.api.call('DELETE', `/api/merchant/api-keys/${String(weak.body['id'])}`, mine.apiKey);
    expect((await enter(mine.email, { apiKey: String(weak.body['key']) })).answer).toBe(
      'invalid_credentials',
    );
  });

  it('is left behind with all that is in it by who starts afresh, and loses their address', async () => {
    const { email, merchantId, apiKey } = await paid();
    const url = 'https://payer.example/hook';
    await shop.api.call('POST', '/api/merchant/webhooks', apiKey, { url });
    const browser = new Browser(shop.api);
    const mine = await enter(email, { startAfresh: true }, browser);
    expect(mine).toEqual({ answer: 200, merchantId: expect.any(Number), role: 'owner' });
    expect(mine.merchantId).not.toBe(merchantId);
    expect((await browser.must(200, 'GET', '/api/merchant/me'))['email']).toBe(email);
    const { webhooks } = await browser.must(200, 'GET', '/api/merchant/webhooks');
    const { apiKeys } = await browser.must(200, 'GET', '/api/merchant/api-keys');
    expect([webhooks, apiKeys]).toEqual([[], []]);
    const theirs = (await shop.get('/api/merchant/me', apiKey)).body;
    expect(theirs['email']).toMatch(/^merchant-\d+-[0-9a-f]{16}@unconfirmed\.invalid$/);
    const { entries } = (await shop.get('/api/merchant/audit', apiKey)).body;
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'merchant.update', detail: { email: theirs['email'] } }),
    );
    expect(await enter(email)).toEqual({ answer: 200, merchantId: mine.merchantId, role: 'owner' });
  });

  it('leaves who starts afresh without a merchant where signing up is not free', async () => {
    const closed = await SandboxShop.open({ SIGN_UP: 'l402', OPERATOR_MERCHANT: '1:test' });
    const { email } = await paid(closed);
    const entered = await enter(email, { startAfresh: true }, new Browser(closed.api));
    expect(entered).toEqual({ answer: 200, merchantId: null, role: null });
    await closed.close();
  });

  it('is told of by a letter to its address, which holds nothing that the payer chose', async () => {
    const { email } = await paid();
    const { subject, text } = await letterTo(shop.api, email);
    expect(subject).toBe('A Turnpike merchant was made for your address');
    expect(text.match(/https?:\/\/\S+/g)).toEqual([`${shop.api.baseUrl}/dashboard/sign-in`]);
  });

  it('is unlike one that the operator made, which a link alone opens', async () => {
    const email = `made-${String((made += 1))}@claim.example`;
    const wish = { name: 'Made', email };
    const { body } = await shop.api.call('POST', '/api/admin/merchants', OPERATOR_KEY, wish);
    expect(await enter(email)).toEqual({ answer: 200, merchantId: body['id'], role: 'owner' });
  });
});
