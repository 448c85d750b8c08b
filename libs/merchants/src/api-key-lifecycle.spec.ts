import { limits } from '@turnpike/config';
import { parseMerchantId } from '@turnpike/l402';
import { NotFound, ScopeMissing, ValidationFailed } from '@turnpike/problems';
import { hashApiKey } from '@turnpike/secrets';
import { MerchantsProcess } from '../../../test/support/merchants-process.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';
import type { Scope } from './scope.js';

const WISH = { label: null, mode: null, scopes: null, expiresAt: null };
const PLAIN = { overlapSeconds: null, expiresAt: null };

describe('ApiKeyLifecycle', () => {
  let database: TestDatabase;
  let here: MerchantsProcess;
  let made = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    here = await MerchantsProcess.start(database.url);
  });

  afterAll(async () => {
    await here.stop();
    await database.drop();
  });

  async function newOwner() {
    made += 1;
    const created = await here.merchants.create({ name: `M${made}`, email: `m${made}@example.com` });
    return here.principal(created.testApiKey);
  }

  async function ownerWith(...scopes: Scope[]) {
    const { key } = await here.lifecycle.create(await newOwner(), { ...WISH, scopes });
    return here.principal(key);
  }

  const ahead = (seconds: number) => new Date(here.clock.now().getTime() + seconds * 1000);

  it('makes a key that works as asked and keeps only the hash of its secret', async () => {
    const owner = await newOwner();
    const expiresAt = ahead(3_600);
    const scopes: Scope[] = ['challenges:verify'];
    const { key, ...record } = await here.lifecycle.create(owner, {
      label: 'verifier',
      mode: 'test',
      scopes,
      expiresAt,
    });
    expect(record).toEqual({
      id: expect.stringMatching(/^key_[0-9a-f]{32}$/),
      label: 'verifier',
      mode: 'test',
      scopes,
      prefix: key.slice(0, 12),
      createdAt: here.clock.now(),
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
      createdBy: 'turnpike',
    });
    expect((await here.lifecycle.list(owner)).find(({ id }) => id === record.id)).toEqual(record);
    expect(await here.principal(key)).toMatchObject({ keyId: record.id, merchantId: owner.merchantId });
    const { rows } = await here.pool.query<{ row: string; hash: Buffer }>({
      text: 'SELECT k::text AS row, secret_hash AS hash FROM api_key k WHERE id = $1',
      values: [record.id],
    });
    expect(rows[0]?.hash).toEqual(hashApiKey(key));
    expect(rows[0]?.row).not.toContain(key.slice(12));
  });

  it('stays within the mode and the scopes of the maker', async () => {
    const owner = await ownerWith('merchant:admin', 'challenges:read');
    await expect(here.lifecycle.create(owner, { ...WISH, mode: 'live' })).rejects.toBeInstanceOf(
      ValidationFailed,
    );
    await expect(
      here.lifecycle.create(owner, { ...WISH, scopes: ['challenges:write'] }),
    ).rejects.toBeInstanceOf(ScopeMissing);
    expect((await here.lifecycle.create(owner, WISH)).scopes).toEqual(['challenges:read']);
  });

  it('makes no key that has ended before it begins', async () => {
    const owner = await newOwner();
    for (const expiresAt of [here.clock.now(), ahead(-1)]) {
      await expect(here.lifecycle.create(owner, { ...WISH, expiresAt })).rejects.toBeInstanceOf(
        ValidationFailed,
      );
    }
  });

  it('lists keys of one tenant, newest first, ended ones too', async () => {
    const owner = await newOwner();
    here.clock.advanceSeconds(1);
    const first = await here.lifecycle.create(owner, { ...WISH, expiresAt: ahead(1) });
    here.clock.advanceSeconds(5);
    const second = await here.lifecycle.create(owner, WISH);
    await here.lifecycle.revoke(owner, second.id);
    const listed = await here.lifecycle.list(owner);
    expect(listed.map(({ id }) => id)).toEqual([second.id, first.id, owner.keyId]);
    expect(JSON.stringify(listed)).not.toContain(second.key);
    const live = await here.lifecycle.list({ merchantId: owner.merchantId, mode: 'live' });
    expect(live.map(({ mode }) => mode)).toEqual(['live']);
  });

  it('replaces a key by its like and lets the old one work until the overlap ends', async () => {
    const owner = await newOwner();
    const old = await here.lifecycle.create(owner, { ...WISH, label: 'web', scopes: ['challenges:read'] });
    expect(await here.holder(old.key)).not.toBeNull();
    const { key, ...fresh } = await here.lifecycle.rotate(owner, old.id, {
      overlapSeconds: 60,
      expiresAt: null,
    });
    expect(fresh).toMatchObject({ label: 'web', mode: 'test', scopes: ['challenges:read'], expiresAt: null });
    expect(fresh.id).not.toBe(old.id);
    here.clock.advanceSeconds(59);
    expect([await here.holder(old.key), await here.holder(key)]).not.toContain(null);
    here.clock.advanceSeconds(1);
    expect(await here.holder(old.key)).toBeNull();
    expect(await here.holder(key)).not.toBeNull();
  });

  it('lets the old key work for a day unless told otherwise, and never longer than it would have', async () => {
    const owner = await newOwner();
    const lasting = await here.lifecycle.create(owner, WISH);
    const ending = await here.lifecycle.create(owner, { ...WISH, expiresAt: ahead(600) });
    await here.lifecycle.rotate(owner, lasting.id, PLAIN);
    await here.lifecycle.rotate(owner, ending.id, PLAIN);
    const listed = await here.lifecycle.list(owner);
    const endOf = (id: string) => listed.find((key) => key.id === id)?.expiresAt;
    expect(endOf(lasting.id)).toEqual(ahead(86_400));
    expect(endOf(ending.id)).toEqual(ahead(600));
  });

  it('ends the old key at once, and tells it, when no overlap is wanted', async () => {
    const owner = await newOwner();
    const old = await here.lifecycle.create(owner, WISH);
    expect(await here.holder(old.key)).not.toBeNull();
    here.clock.advanceSeconds(1);
    await here.lifecycle.rotate(owner, old.id, { overlapSeconds: 0, expiresAt: ahead(60) });
    expect(await here.holder(old.key)).toBeNull();
    const listed = await here.lifecycle.list(owner);
    expect(listed[0]?.expiresAt).toEqual(ahead(60));
    expect(listed.find(({ id }) => id === old.id)?.revokedAt).toEqual(here.clock.now());
    const told = (await here.events('api_key.revoked')).map((data) => data['keyId']);
    expect(told).toContain(old.id);
  });

  it('makes one new key for each of two simultaneous rotations, and the shorter overlap counts', async () => {
    const owner = await newOwner();
    const old = await here.lifecycle.create(owner, WISH);
    const overlaps = [3_600, 60, 600];
    const fresh = await Promise.all(
      overlaps.map((overlapSeconds) =>
        here.lifecycle.rotate(owner, old.id, { overlapSeconds, expiresAt: null }),
      ),
    );
    expect(new Set(fresh.map(({ id }) => id)).size).toBe(3);
    const listed = await here.lifecycle.list(owner);
    expect(listed.find(({ id }) => id === old.id)?.expiresAt).toEqual(ahead(60));
  });

  it('replaces no key that has ended, is not there, or may do more than the caller', async () => {
    const owner = await newOwner();
    const [revoked, expired] = [
      await here.lifecycle.create(owner, WISH),
      await here.lifecycle.create(owner, { ...WISH, expiresAt: ahead(1) }),
    ];
    await here.lifecycle.revoke(owner, revoked.id);
    here.clock.advanceSeconds(1);
    const stranger = await newOwner();
    for (const [who, id] of [
      [owner, revoked.id],
      [owner, expired.id],
      [stranger, owner.keyId],
      [owner, 'key_'],
    ] as const) {
      await expect(here.lifecycle.rotate(who, id, PLAIN)).rejects.toBeInstanceOf(NotFound);
    }
    const { key } = await here.lifecycle.create(owner, { ...WISH, scopes: ['merchant:admin'] });
    const lesser = await here.principal(key);
    await expect(here.lifecycle.rotate(lesser, owner.keyId, PLAIN)).rejects.toBeInstanceOf(ScopeMissing);
    const untouched = (await here.lifecycle.list(owner)).find(({ id }) => id === owner.keyId);
    expect(untouched?.expiresAt).toBeNull();
  });

  it.each([-1, 2_592_001, 1.5, Number.NaN])('refuses an overlap of %d seconds', async (overlapSeconds) => {
    const owner = await newOwner();
    await expect(
      here.lifecycle.rotate(owner, owner.keyId, { overlapSeconds, expiresAt: null }),
    ).rejects.toBeInstanceOf(ValidationFailed);
  });

  it('makes a key by the right of the operator only for a merchant that exists', async () => {
    for (const id of [999_999, 2_147_483_648]) {
      const merchantId = parseMerchantId(id);
      if (merchantId === null) throw new Error('not a merchant id');
      await expect(here.lifecycle.issueByOperator({ merchantId, mode: 'live' }, true)).rejects.toBeInstanceOf(
        NotFound,
      );
    }
  });

  it('keeps the number of working keys within its bound, of which a list shows every one', async () => {
    const owner = await newOwner();
    await here.pool.query({
      text: `INSERT INTO api_key (id, merchant_id, mode, scopes, prefix, secret_hash, created_at, revoked_at)
        SELECT 'key_' || md5($1 || '-' || n), $1::int4, 0, '{}', 'tp_test_fill', sha256(($1 || '-' || n)::bytea),
          $2::timestamptz + n * interval '1 second', CASE WHEN n > $3 THEN $2::timestamptz END
        FROM generate_series(1, $3 + 100) n`,
      // The owner's two first keys work as well.
      values: [String(owner.merchantId), here.clock.now(), limits.apiKeysPerMerchantMax - 3],
    });
    const last = await here.lifecycle.create(owner, WISH);
    await expect(here.lifecycle.create(owner, WISH)).rejects.toBeInstanceOf(ValidationFailed);
    await expect(here.lifecycle.rotate(owner, last.id, PLAIN)).rejects.toBeInstanceOf(ValidationFailed);
    const listed = await here.lifecycle.list(owner);
    expect(listed).toHaveLength(limits.apiKeysPerMerchantMax);
    // One of the working keys is a live one.
    expect(listed.filter(({ revokedAt }) => revokedAt === null)).toHaveLength(
      limits.apiKeysPerMerchantMax - 1,
    );
    const fresh = await here.lifecycle.rotate(owner, last.id, { overlapSeconds: 0, expiresAt: null });
    expect(await here.holder(fresh.key)).not.toBeNull();
    expect(await here.holder(last.key)).toBeNull();
  });
});
