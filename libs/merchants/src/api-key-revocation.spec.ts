import { InvalidApiKey, NotFound } from '@turnpike/problems';
import { MerchantsProcess } from '../../../test/support/merchants-process.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';

const WISH = { label: null, mode: null, scopes: null, expiresAt: null };

describe('ApiKeyLifecycle: the end of a key', () => {
  let database: TestDatabase;
  let here: MerchantsProcess;
  let there: MerchantsProcess;
  let made = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    here = await MerchantsProcess.start(database.url);
    there = await MerchantsProcess.start(database.url, here.clock);
  });

  afterAll(async () => {
    await there.stop();
    await here.stop();
    await database.drop();
  });

  async function newMerchant() {
    made += 1;
    const created = await here.merchants.create({ name: `M${made}`, email: `m${made}@example.com` });
    return { ...created, owner: await here.principal(created.testApiKey) };
  }

  it('reaches every process that remembers the key', async () => {
    const { owner } = await newMerchant();
    const { key, id } = await here.lifecycle.create(owner, WISH);
    expect(await there.holder(key)).not.toBeNull();
    const told = there.told();
    await here.lifecycle.revoke(owner, id);
    expect(await here.holder(key)).toBeNull();
    await told;
    expect(await there.holder(key)).toBeNull();
  });

  it('is told once, and asking again changes nothing', async () => {
    const { owner } = await newMerchant();
    const { id, prefix } = await here.lifecycle.create(owner, { ...WISH, label: 'web' });
    await Promise.all([1, 2, 3].map(() => here.lifecycle.revoke(owner, id)));
    const [first] = await here.lifecycle.list(owner);
    here.clock.advanceSeconds(60);
    await here.lifecycle.revoke(owner, id);
    expect((await here.lifecycle.list(owner))[0]?.revokedAt).toEqual(first?.revokedAt);
    const events = (await here.events('api_key.revoked')).filter((data) => data['keyId'] === id);
    expect(events).toEqual([
      {
        mode: 'test',
        merchantId: owner.merchantId,
        keyId: id,
        label: 'web',
        prefix,
        scopes: ['challenges:write', 'challenges:verify', 'challenges:read'],
        expiresAt: null,
      },
    ]);
  });

  it('may be that of the key one is calling with', async () => {
    const { owner, testApiKey } = await newMerchant();
    await here.lifecycle.revoke(owner, owner.keyId);
    expect(await here.holder(testApiKey)).toBeNull();
  });

  it('leaves a key that was just revoked no time to make another', async () => {
    const { owner } = await newMerchant();
    await here.lifecycle.revoke(owner, owner.keyId);
    await expect(here.lifecycle.create(owner, WISH)).rejects.toBeInstanceOf(InvalidApiKey);
    const { owner: second } = await newMerchant();
    const { id } = await here.lifecycle.create(second, WISH);
    await here.lifecycle.revoke(second, second.keyId);
    await expect(
      here.lifecycle.rotate(second, id, { overlapSeconds: null, expiresAt: null }),
    ).rejects.toBeInstanceOf(InvalidApiKey);
    expect(await here.lifecycle.list(second)).toHaveLength(2);
  });

  it('is not for strangers: not of another merchant, not of the other mode, not of any other name', async () => {
    const { owner, apiKey } = await newMerchant();
    const { owner: stranger } = await newMerchant();
    const live = await here.principal(apiKey);
    for (const [who, id] of [
      [stranger, owner.keyId],
      [live, owner.keyId],
      [owner, live.keyId],
      [owner, `key_${'0'.repeat(32)}`],
      [owner, ''],
      [owner, 'key_\u0000'],
      [owner, "' OR true --"],
    ] as const) {
      await expect(here.lifecycle.revoke(who, id)).rejects.toBeInstanceOf(NotFound);
    }
    for (const key of await here.lifecycle.list(owner)) expect(key.revokedAt).toBeNull();
  });

  it('comes to all other keys of the mode when the operator says so, and to none else', async () => {
    const { owner, merchant, apiKey, testApiKey } = await newMerchant();
    const { key: extra } = await here.lifecycle.create(owner, WISH);
    const { apiKey: neighbour } = await newMerchant();
    const told = there.told();
    expect(await there.holder(testApiKey)).not.toBeNull();
    const tenant = { merchantId: merchant.merchantId, mode: 'test' } as const;
    const fresh = await here.lifecycle.issueByOperator(tenant, true);
    await told;
    for (const process of [here, there]) {
      expect([await process.holder(testApiKey), await process.holder(extra)]).toEqual([null, null]);
      expect((await process.principal(fresh.key)).scopes.size).toBe(4);
      expect(await process.holder(apiKey)).not.toBeNull();
      expect(await process.holder(neighbour)).not.toBeNull();
    }
  });

  it('comes to all other keys of both modes when the operator says so, each told in its own mode', async () => {
    const { merchant, apiKey, testApiKey } = await newMerchant();
    const { apiKey: neighbour, testApiKey: neighboursTest } = await newMerchant();
    const tenant = { merchantId: merchant.merchantId, mode: 'live' } as const;
    const fresh = await here.lifecycle.issueByOperator(tenant, true, ['test', 'live']);
    expect([await here.holder(apiKey), await here.holder(testApiKey)]).toEqual([null, null]);
    for (const key of [fresh.key, neighbour, neighboursTest]) expect(await here.holder(key)).not.toBeNull();
    for (const mode of ['test', 'live'] as const) {
      const ended = (await here.lifecycle.list({ ...tenant, mode })).filter((key) => key.revokedAt !== null);
      expect(ended.map((key) => key.mode)).toEqual([mode]);
    }
  });

  it('comes to no key when the operator only makes one', async () => {
    const { merchant, apiKey } = await newMerchant();
    const tenant = { merchantId: merchant.merchantId, mode: 'live' } as const;
    const fresh = await here.lifecycle.issueByOperator(tenant, false);
    expect(await here.holder(apiKey)).not.toBeNull();
    expect(await here.holder(fresh.key)).not.toBeNull();
  });

  it('comes to all or none when simultaneous calls of the operator race: exactly one key is left', async () => {
    const { merchant } = await newMerchant();
    const tenant = { merchantId: merchant.merchantId, mode: 'live' } as const;
    await Promise.all([here, there, here, there].map((p) => p.lifecycle.issueByOperator(tenant, true)));
    const left = (await here.lifecycle.list(tenant)).filter(({ revokedAt }) => revokedAt === null);
    expect(left).toHaveLength(1);
  });
});
