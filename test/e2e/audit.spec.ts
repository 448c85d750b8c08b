import { AuditLog, appendAuditEntry, SYSTEM } from '@turnpike/audit';
import { ColdPool } from '@turnpike/database';
import { ApiKeyLifecycle } from '@turnpike/merchants';
import type { MerchantId } from '@turnpike/l402';
import type { ListeningMerchant } from '../support/listening-api.js';
import { OPENS_AT, SandboxShop } from '../support/sandbox-shop.js';

const ADMIN_KEY = 'operator-key-0123456789';
const PATH = '/api/merchant/audit';

let shop: SandboxShop;
let pool: ColdPool;
let merchant: ListeningMerchant;

beforeAll(async () => {
  shop = await SandboxShop.open({ ADMIN_API_KEY: ADMIN_KEY, RATE_LIMIT_ADMIN: '0' });
  pool = shop.api.app.get(ColdPool, { strict: false });
});
afterAll(() => shop.close());
beforeEach(async () => {
  merchant = await shop.api.newMerchant();
});

type Entry = Record<string, unknown>;

async function list(key = merchant.testKey, query = ''): Promise<{ entries: Entry[]; nextCursor: unknown }> {
  const path = key === ADMIN_KEY ? '/api/admin/audit' : PATH;
  const { status, body } = await shop.api.call('GET', `${path}?${query}`, key);
  expect(status).toBe(200);
  return body as unknown as { entries: Entry[]; nextCursor: unknown };
}

const actions = async (key?: string, query?: string) =>
  (await list(key, query)).entries.map(({ action }) => action);
const patch = (body: object, key = merchant.testKey) =>
  shop.api.call('PATCH', '/api/merchant/settings', key, body);

describe('GET /api/merchant/audit', () => {
  it('tells who changed what, when and by which call', async () => {
    const reply = await patch({ strictVerify: true, realm: 'shop' });
    const keys = await shop.api.call('GET', '/api/merchant/api-keys', merchant.testKey);
    const [key] = keys.body['apiKeys'] as { id: string; prefix: string }[];
    expect((await list()).entries[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      at: OPENS_AT.toISOString(),
      mode: 'test',
      actor: { kind: 'api_key', id: key?.id, label: key?.prefix },
      action: 'settings.change',
      target: null,
      detail: { strictVerify: true, realm: 'shop' },
      correlationId: reply.headers.get('x-correlation-id'),
      address: '127.0.0.0/24',
    });
  });

  it('shows a mode its own changes and those of both, and no other merchant’s', async () => {
    await patch({ strictVerify: true });
    await patch({ realm: 'live' }, merchant.liveKey);
    expect(await actions()).toEqual(['settings.change', 'merchant.create']);
    expect((await list(merchant.liveKey)).entries.map(({ detail }) => detail)).toEqual([
      { realm: 'live' },
      expect.objectContaining({ name: 'A merchant' }),
    ]);
    const stranger = await shop.api.newMerchant();
    expect(await actions(stranger.testKey)).toEqual(['merchant.create']);
  });

  it('goes from page to page without a gap while changes are made', async () => {
    for (let n = 0; n < 5; n += 1) await patch({ tokenValiditySeconds: 600 + n });
    const first = await list(merchant.testKey, 'limit=3');
    await patch({ tokenValiditySeconds: 700 });
    const second = await list(merchant.testKey, `limit=3&cursor=${String(first.nextCursor)}`);
    const validities = [...first.entries, ...second.entries].map(
      ({ detail }) => (detail as Entry)['tokenValiditySeconds'],
    );
    expect(validities).toEqual([604, 603, 602, 601, 600, undefined]);
    expect(second.nextCursor).toBeNull();
  });

  it('finds changes of one name', async () => {
    await patch({ strictVerify: true });
    expect(await actions(merchant.testKey, 'action=merchant.create')).toEqual(['merchant.create']);
    expect(await actions(merchant.testKey, 'action=nothing.such')).toEqual([]);
    expect(await actions(merchant.testKey, 'action=')).toHaveLength(2);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['cursor=x', 'cursor'],
    ['cursor=MA', 'cursor'],
    [`cursor=${Buffer.from('9'.repeat(19)).toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('1 OR 1=1').toString('base64url')}`, 'cursor'],
    ['action=%27%20OR%201', 'action'],
    [`action=${'a'.repeat(65)}`, 'action'],
    ['action=a&action=b', 'action'],
  ])('refuses %s (400)', async (query, member) => {
    for (const [path, key] of [
      [PATH, merchant.testKey],
      ['/api/admin/audit', ADMIN_KEY],
    ] as const) {
      const { status, body } = await shop.api.call('GET', `${path}?${query}`, key);
      expect([status, Object.keys(body['errors'] as object)]).toEqual([400, [member]]);
    }
  });

  it('is for keys with the scope only', async () => {
    const key = await shop.newKey('challenges:read');
    expect((await shop.api.call('GET', PATH, key)).status).toBe(403);
  });
});

describe('GET /api/admin/audit', () => {
  it('shows every merchant’s changes and the instance’s own, or one merchant’s', async () => {
    await pool.withTransaction((tx) =>
      appendAuditEntry(tx, SYSTEM, {
        merchantId: null,
        mode: null,
        action: 'keys.rotate',
        target: 'seal',
        detail: { kid: 2 },
        at: OPENS_AT,
      }),
    );
    const { entries } = await list(ADMIN_KEY, 'limit=2');
    expect(entries).toMatchObject([
      { action: 'keys.rotate', merchantId: null, mode: null, actor: { kind: 'system' } },
      { action: 'merchant.create', merchantId: merchant.merchantId },
    ]);
    await patch({ strictVerify: true }, merchant.liveKey);
    const own = `merchantId=${String(merchant.merchantId)}`;
    expect(await actions(ADMIN_KEY, own)).toEqual(['settings.change', 'merchant.create']);
    for (const wrong of ['merchantId=0', 'merchantId=x', 'merchantId=9999999999'])
      expect((await shop.api.call('GET', `/api/admin/audit?${wrong}`, ADMIN_KEY)).status).toBe(400);
  });
});

describe('the log', () => {
  it('has no entry without its change, nor a change without its entry', async () => {
    const keys = shop.api.app.get(ApiKeyLifecycle, { strict: false });
    const tenant = { merchantId: merchant.merchantId as MerchantId, mode: 'test' } as const;
    const before = await shop.count('api_key');
    await pool.query({ text: 'ALTER TABLE audit_entry RENAME TO audit_entry_away' });
    await expect(keys.issueByOperator(tenant, true)).rejects.toThrow();
    expect((await patch({ strictVerify: true })).status).toBe(500);
    await pool.query({ text: 'ALTER TABLE audit_entry_away RENAME TO audit_entry' });
    expect(await shop.count('api_key')).toBe(before);
    expect((await shop.api.call('GET', '/api/merchant/settings', merchant.testKey)).body).toMatchObject({
      strictVerify: false,
    });
    expect(await actions()).toEqual(['merchant.create']);
  });

  it('is kept 400 days', async () => {
    const log = shop.api.app.get(AuditLog, { strict: false });
    const at = (days: number): Date => new Date(OPENS_AT.getTime() + days * 86_400_000);
    expect(await log.prune(at(400))).toBe(0);
    expect(await log.prune(new Date(at(400).getTime() + 1))).toBeGreaterThan(0);
    expect((await list()).entries).toEqual([]);
  });
});
