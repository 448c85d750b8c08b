import { parseEnv } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import { MerchantsProcess } from '../../../test/support/merchants-process.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import type { TestDatabase } from '../../../test/support/test-database.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { Plans } from './plans.js';

const NOON = Date.parse('2026-11-20T12:00:00Z');

describe('ApiKeyRepository', () => {
  let database: TestDatabase;
  let here: MerchantsProcess;
  let pool: HotPool;
  let repository: ApiKeyRepository;

  beforeAll(async () => {
    database = await createTestDatabase();
    here = await MerchantsProcess.start(database.url);
    pool = new HotPool(database.url);
    repository = new ApiKeyRepository(pool, new Plans(parseEnv({})), here.clock);
  });

  afterAll(async () => {
    await pool.onApplicationShutdown();
    await here.stop();
    await database.drop();
  });

  async function newOwner(name: string) {
    const created = await here.merchants.create({ name, email: `${name}@example.com` });
    return { owner: await here.principal(created.testApiKey), ...created };
  }

  async function lastUsed(keyId: string): Promise<number | null> {
    const { rows } = await pool.query<{ at: Date | null }>({
      text: 'SELECT last_used_at AS at FROM api_key WHERE id = $1',
      values: [keyId],
    });
    return rows[0]?.at?.getTime() ?? null;
  }

  it('moves last uses forward and never back, in one statement for all', async () => {
    const { owner } = await newOwner('forward');
    const { owner: other } = await newOwner('other');
    await repository.write([
      { keyId: owner.keyId, usedAtMs: NOON + 5 },
      { keyId: 'key_that_is_gone', usedAtMs: NOON },
      { keyId: other.keyId, usedAtMs: NOON + 7 },
    ]);
    await repository.write([
      { keyId: owner.keyId, usedAtMs: NOON },
      { keyId: other.keyId, usedAtMs: NOON + 9 },
    ]);
    expect(await lastUsed(owner.keyId)).toBe(NOON + 5);
    expect(await lastUsed(other.keyId)).toBe(NOON + 9);
  });

  it('lets several processes write the same keys at once, in any order', async () => {
    const owners = await Promise.all(['a', 'b', 'c', 'd'].map((name) => newOwner(`at-once-${name}`)));
    const ids = owners.map(({ owner }) => owner.keyId);
    const rounds = Array.from({ length: 40 }, (_, round) => {
      const order = round % 2 === 0 ? ids : [...ids].reverse();
      return repository.write(order.map((keyId) => ({ keyId, usedAtMs: NOON + round })));
    });
    await Promise.all(rounds);
    expect(await Promise.all(ids.map(lastUsed))).toEqual(ids.map(() => NOON + 39));
  });

  it('finds a key by the index on its hash and the rest by primary key', async () => {
    const seen: string[] = [];
    class Watched extends HotPool {
      override query: HotPool['query'] = (statement) => {
        seen.push(statement.text);
        return super.query(statement);
      };
    }
    const watched = new Watched(database.url);
    await new ApiKeyRepository(watched, new Plans(parseEnv({})), here.clock).find(Buffer.alloc(32));
    await watched.onApplicationShutdown();
    const plan = await pool.withTransaction(async (transaction) => {
      await transaction.query({ text: 'SET LOCAL enable_seqscan = off' });
      const { rows } = await transaction.query<{ 'QUERY PLAN': string }>({
        text: `EXPLAIN ${seen[0] ?? ''}`,
        values: [Buffer.alloc(32)],
      });
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(seen).toHaveLength(1);
    for (const index of ['api_key_secret_hash_key', 'merchant_pkey', 'merchant_settings_pkey']) {
      expect(plan).toContain(index);
    }
    expect(plan).not.toContain('Seq Scan');
  });
});

describe('a process that shuts down', () => {
  it('writes the last uses that are still waiting', async () => {
    const database = await createTestDatabase();
    const stopped = await MerchantsProcess.start(database.url);
    const { testApiKey } = await stopped.merchants.create({ name: 'S', email: 's@example.com' });
    const owner = await stopped.principal(testApiKey);
    stopped.clock.advanceSeconds(5);
    await stopped.principal(testApiKey);
    const [before] = await stopped.lifecycle.list(owner);
    expect(before?.lastUsedAt).toBeNull();
    await stopped.stop();
    const next = await MerchantsProcess.start(database.url, stopped.clock);
    const [after] = await next.lifecycle.list(owner);
    expect(after?.lastUsedAt).toEqual(stopped.clock.now());
    await next.stop();
    await database.drop();
  });
});
