import { MerchantsApi } from '../support/merchants-api.js';
import type { Answer, MadeMerchant } from '../support/merchants-api.js';
import { createTestDatabase } from '../support/test-database.js';
import type { TestDatabase } from '../support/test-database.js';

const PATH = '/api/merchant/api-keys';
const NO_KEY = `key_${'0'.repeat(32)}`;
const ALL_BUT_ADMIN = ['challenges:write', 'challenges:verify', 'challenges:read'];

interface Key {
  readonly id: string;
  readonly key: string;
}

describe('API key routes', () => {
  let database: TestDatabase;
  let api: MerchantsApi;
  let merchant: MadeMerchant;
  let owner: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await MerchantsApi.start(database.url);
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  beforeEach(async () => {
    merchant = await api.newMerchant();
    owner = merchant.testApiKey;
    api.clock.advanceSeconds(1);
  });

  const create = (key: string, body?: unknown) => api.call('POST', PATH, { key, body });
  const rotate = (key: string, id: string, body?: unknown) =>
    api.call('POST', `${PATH}/${id}/rotate`, { key, body });
  const revoke = (key: string, id: string) => api.call('DELETE', `${PATH}/${id}`, { key });
  const good = async (key: string) => (await api.call('GET', PATH, { key })).status !== 401;
  const in60s = () => new Date(api.clock.now().getTime() + 60_000).toISOString();

  async function list(key: string): Promise<readonly (Key & Record<string, unknown>)[]> {
    const { status, body } = await api.call('GET', PATH, { key });
    expect(status).toBe(200);
    return (body as { apiKeys: (Key & Record<string, unknown>)[] }).apiKeys;
  }

  function expectProblem(answer: Answer, status: number, body: object): void {
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body });
  }

  describe('201 and 200', () => {
    it('makes a key with everything but the account, by a call without a body', async () => {
      const { status, body } = await create(owner);
      expect(status).toBe(201);
      expect(body).toEqual({
        id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
        key: expect.stringMatching(/^tp_test_[0-9A-Za-z]{39}$/),
        createdBy: expect.stringMatching(/^key_[0-9a-f]{32}$/),
        label: null,
        mode: 'test',
        scopes: ALL_BUT_ADMIN,
        prefix: expect.stringMatching(/^tp_test_[0-9A-Za-z]{4}$/),
        createdAt: api.clock.now().toISOString(),
        expiresAt: null,
        lastUsedAt: null,
        revokedAt: null,
      });
    });

    it('makes a key as asked, and never shows its secret again', async () => {
      const wish = { label: 'web', mode: 'test', scopes: ['merchant:admin'], expiresAt: in60s() };
      const { key, ...shown } = (await create(owner, wish)).body as Key;
      expect(shown).toMatchObject(wish);
      const keys = await list(key);
      expect(keys[0]).toEqual(shown);
      expect(JSON.stringify(keys)).not.toContain(key);
    });

    it('takes null for absent and leaves out members that it does not know', async () => {
      const body = { label: null, mode: null, scopes: null, expiresAt: null, admin: true };
      expect((await create(owner, body)).body).toMatchObject({ label: null, scopes: ALL_BUT_ADMIN });
    });

    it('replaces a key, which works on until its overlap ends', async () => {
      const old = await api.newKey(owner, { label: 'web', scopes: ['merchant:admin'] });
      const { status, body } = await rotate(owner, old.id, { overlapSeconds: 60 });
      expect(status).toBe(201);
      expect(body).toMatchObject({ label: 'web', scopes: ['merchant:admin'], expiresAt: null });
      expect((await list(owner)).find(({ id }) => id === old.id)).toMatchObject({ expiresAt: in60s() });
      api.clock.advanceSeconds(59);
      expect(await good(old.key)).toBe(true);
      api.clock.advanceSeconds(1);
      expect(await good(old.key)).toBe(false);
      expect(await good((body as Key).key)).toBe(true);
    });

    it('replaces a key with a day of overlap by a call without a body', async () => {
      const old = await api.newKey(owner);
      expect((await rotate(owner, old.id)).status).toBe(201);
      const inADay = new Date(api.clock.now().getTime() + 86_400_000).toISOString();
      expect((await list(owner)).find(({ id }) => id === old.id)).toMatchObject({ expiresAt: inADay });
    });
  });

  describe('204', () => {
    it('ends a key in the moment of the answer, and says the same when asked again', async () => {
      const { id, key } = await api.newKey(owner);
      expect(await good(key)).toBe(true);
      expect(await revoke(owner, id)).toMatchObject({ status: 204, body: null });
      expect(await good(key)).toBe(false);
      expect((await revoke(owner, id)).status).toBe(204);
    });

    it('ends the key that calls', async () => {
      const [first] = await list(owner);
      expect((await revoke(owner, first?.id ?? '')).status).toBe(204);
      expect(await good(owner)).toBe(false);
      expect(await good(merchant.apiKey)).toBe(true);
    });
  });

  describe('400', () => {
    it.each([
      ['label', ''],
      ['label', 'x'.repeat(101)],
      ['label', `x${'\ufe0f'.repeat(100)}`],
      ['label', 5],
      ['label', 'a\u0000'],
      ['mode', 'live'],
      ['mode', 'prod'],
      ['scopes', []],
      ['scopes', 'challenges:read'],
      ['scopes', ['challenges:*']],
      ['scopes', [null]],
      ['expiresAt', 'tomorrow'],
      ['expiresAt', '2026-12-01'],
      ['expiresAt', '2020-01-01T00:00:00Z'],
      ['expiresAt', 1_800_000_000],
    ])('refuses a new key with %s: %j', async (member, value) => {
      const body = {
        error: 'validation_failed',
        errors: { [member]: expect.arrayContaining([expect.any(String)]) },
      };
      expectProblem(await create(owner, { [member]: value }), 400, body);
      expect(await list(owner)).toHaveLength(1);
    });

    it.each([
      ['overlapSeconds', -1],
      ['overlapSeconds', 2_592_001],
      ['overlapSeconds', 0.5],
      ['overlapSeconds', '60'],
      ['expiresAt', '2020-01-01T00:00:00Z'],
    ])('refuses a rotation with %s: %j and leaves the key as it was', async (member, value) => {
      const { id } = await api.newKey(owner);
      const body = {
        error: 'validation_failed',
        errors: { [member]: expect.arrayContaining([expect.any(String)]) },
      };
      expectProblem(await rotate(owner, id, { [member]: value }), 400, body);
      expect((await list(owner)).find((key) => key.id === id)).toMatchObject({ expiresAt: null });
    });

    it('lets a live key make no test key either', async () => {
      expectProblem(await create(merchant.apiKey, { mode: 'test' }), 400, { error: 'validation_failed' });
    });
  });

  describe('401', () => {
    it.each([
      ['GET', PATH],
      ['POST', PATH],
      ['POST', `${PATH}/${NO_KEY}/rotate`],
      ['DELETE', `${PATH}/${NO_KEY}`],
    ])('is what %s %s answers without a good key', async (method, path) => {
      expectProblem(await api.call(method, path), 401, { error: 'missing_api_key' });
      expectProblem(await api.call(method, path, { key: 'tp_test_x' }), 401, { error: 'invalid_api_key' });
    });
  });

  describe('403', () => {
    it('is what every route answers to a key without the scope', async () => {
      const { id, key } = await api.newKey(owner);
      const answers = await Promise.all([
        api.call('GET', PATH, { key }),
        create(key, {}),
        rotate(key, id, {}),
        revoke(key, id),
      ]);
      for (const answer of answers) {
        expectProblem(answer, 403, { error: 'scope_missing', required_scope: 'merchant:admin' });
      }
    });

    it('lets nobody give more than they hold, by a new key or by replacing a stronger one', async () => {
      const [first] = await list(owner);
      const { key } = await api.newKey(owner, { scopes: ['merchant:admin', 'challenges:read'] });
      const refusal = {
        error: 'scope_missing',
        required_scope: 'challenges:write',
        current_plan: 'unlimited',
      };
      expectProblem(await create(key, { scopes: ALL_BUT_ADMIN }), 403, refusal);
      expectProblem(await rotate(key, first?.id ?? '', {}), 403, refusal);
      expect((await create(key, {})).body).toMatchObject({ scopes: ['challenges:read'] });
      expect(await good(owner)).toBe(true);
    });
  });

  describe('404', () => {
    it('hides the keys of other merchants and of the other mode, and what is no key', async () => {
      const stranger = await api.newMerchant();
      const [foreign] = await list(stranger.testApiKey);
      const [live] = await list(merchant.apiKey);
      const ids = [foreign?.id, live?.id, NO_KEY, 'x', 'key_%20', '..%2F', encodeURIComponent("' OR 1=1")];
      for (const id of ids) {
        expectProblem(await revoke(owner, id ?? ''), 404, { error: 'not_found' });
        expectProblem(await rotate(owner, id ?? '', {}), 404, { error: 'not_found' });
      }
      expect([await good(stranger.testApiKey), await good(merchant.apiKey)]).toEqual([true, true]);
      expect(JSON.stringify(await list(owner))).not.toContain(live?.id);
    });
  });
});
