import { ManualClock, parseEnv } from '@turnpike/config';
import { HotPool } from '@turnpike/database';
import type { Statement } from '@turnpike/database';
import { Metrics } from '@turnpike/observability';
import { newApiKey } from '@turnpike/secrets';
import type { QueryResult, QueryResultRow } from 'pg';
import { ApiKeyRepository } from './api-key.repository.js';
import { ApiKeys } from './api-keys.js';
import { LastUses } from './last-uses.js';
import type { LastUse } from './last-uses.js';
import { DEFAULT_SETTINGS } from './merchant-settings.js';
import { Plans } from './plans.js';
import { PrincipalCache } from './principal-cache.js';

const ROW = {
  id: 'key_1',
  prefix: 'tp_live_0123',
  merchant_id: 7,
  mode: 0,
  scopes: ['challenges:read', 'merchant:admin', 'a-scope-of-tomorrow'],
  expires_at: null as Date | null,
  plan_tier: 'unlimited',
  is_active: true,
  subscription_status: 'active',
  trial_ends_at: null as Date | null,
  current_period_end: null as Date | null,
  settings: null as object | null,
};

/** A pool that answers from a table in memory and counts its statements. */
class FakePool extends HotPool {
  readonly rows = new Map<string, typeof ROW>();
  readonly statements: Statement[] = [];
  failure: Error | null = null;

  constructor() {
    super('postgresql://nobody@127.0.0.1:1/none');
  }

  override async query<Row extends QueryResultRow>(statement: Statement): Promise<QueryResult<Row>> {
    this.statements.push(statement);
    if (this.failure !== null) throw this.failure;
    const hash = statement.values?.[0];
    const row = Buffer.isBuffer(hash) ? this.rows.get(hash.toString('hex')) : undefined;
    const rows = (row === undefined ? [] : [row]) as unknown as Row[];
    return { rows, rowCount: rows.length, command: 'SELECT', oid: 0, fields: [] };
  }
}

describe('ApiKeys', () => {
  let pool: FakePool;
  let clock: ManualClock;
  let monotonicMs: number;
  let written: LastUse[];
  let lastUses: LastUses;
  let keys: ApiKeys;

  beforeEach(() => {
    pool = new FakePool();
    clock = new ManualClock(new Date('2026-11-20T10:00:00Z'));
    monotonicMs = 0;
    written = [];
    lastUses = new LastUses({ write: async (uses) => void written.push(...uses) }, 10);
    const cache = new PrincipalCache(
      { knownKeysMax: 10, unknownKeysMax: 10, keyAgeMsMax: 1_500 },
      () => monotonicMs,
    );
    keys = new ApiKeys(
      new ApiKeyRepository(pool, new Plans(parseEnv({ PLANS: 'hosted' })), clock),
      cache,
      lastUses,
      clock,
      new Metrics(),
    );
  });

  afterEach(() => pool.onApplicationShutdown());

  function stored(row: Partial<typeof ROW> = {}): string {
    const { key, hash } = newApiKey('test');
    pool.rows.set(hash.toString('hex'), { ...ROW, ...row });
    return key;
  }

  it.each([
    '',
    'tp_test_',
    'tp_test_0000000000000000000000000000000000000000',
    'a'.repeat(47),
    '\u0000',
    `tp_live_${'z'.repeat(39)}`,
    'x'.repeat(100_000),
  ])('refuses a text that is no key without asking anybody', (text) => {
    expect(keys.authenticate(text)).toBeNull();
    expect(pool.statements).toEqual([]);
  });

  it('asks once with a prepared statement and the hash, then answers without a promise', async () => {
    const key = stored();
    const principal = await keys.authenticate(key);
    expect(principal).toEqual({
      keyId: 'key_1',
      actor: { kind: 'api_key', id: 'key_1', label: 'tp_live_0123' },
      merchantId: 7,
      mode: 'test',
      scopes: new Set(['challenges:read', 'merchant:admin']),
      planTier: 'unlimited',
      isActive: true,
      settings: DEFAULT_SETTINGS,
      confirm: expect.any(Function),
    });
    expect(keys.authenticate(key)).toBe(principal);
    expect(pool.statements.map(({ name }) => name)).toEqual(['find-api-key']);
    expect(JSON.stringify(pool.statements)).not.toContain(key);
  });

  it('shows the settings that the merchant has', async () => {
    const settings = { ...DEFAULT_SETTINGS, strictVerify: true, realm: 'shop' };
    expect(await keys.authenticate(stored({ settings }))).toMatchObject({ settings });
  });

  it('remembers that a well-formed key does not exist', async () => {
    const { key } = newApiKey('live');
    expect(await keys.authenticate(key)).toBeNull();
    expect(keys.authenticate(key)).toBeNull();
    expect(pool.statements).toHaveLength(1);
  });

  it('asks again when its memory is older than 1.5 s, however the time of day was set', async () => {
    const key = stored();
    await keys.authenticate(key);
    pool.rows.clear();
    clock.advanceSeconds(-3_600);
    monotonicMs += 1_501;
    expect(await keys.authenticate(key)).toBeNull();
  });

  it('refuses a key from the millisecond of its end on, from memory too', async () => {
    const key = stored({ expires_at: new Date('2026-11-20T10:00:01Z') });
    expect(await keys.authenticate(key)).not.toBeNull();
    clock.set(new Date('2026-11-20T10:00:00.999Z'));
    expect(keys.authenticate(key)).not.toBeNull();
    clock.set(new Date('2026-11-20T10:00:01.000Z'));
    expect(keys.authenticate(key)).toBeNull();
    expect(pool.statements).toHaveLength(1);
  });

  it('passes the failure on when the database cannot answer, and never calls the key invalid', async () => {
    const key = stored();
    pool.failure = new Error('Connection terminated');
    await expect(keys.authenticate(key)).rejects.toThrow('Connection terminated');
    pool.failure = null;
    expect(await keys.authenticate(key)).not.toBeNull();
  });

  it('goes on from memory while the database is away, but not for longer than that lasts', async () => {
    const key = stored();
    await keys.authenticate(key);
    pool.failure = new Error('Connection terminated');
    monotonicMs += 1_500;
    expect(keys.authenticate(key)).not.toBeNull();
    monotonicMs += 1;
    await expect(keys.authenticate(key)).rejects.toThrow('Connection terminated');
  });

  it('puts one question for simultaneous first calls', async () => {
    const key = stored();
    const principals = await Promise.all([1, 2, 3].map(async () => keys.authenticate(key)));
    expect(new Set(principals).size).toBe(1);
    expect(pool.statements).toHaveLength(1);
  });

  it('notes the use of a good key and of no other', async () => {
    await keys.authenticate(stored());
    await keys.authenticate(stored({ id: 'key_2', expires_at: new Date(0) }));
    await keys.authenticate(newApiKey('test').key);
    await lastUses.flush();
    expect(written).toEqual([{ keyId: 'key_1', usedAtMs: clock.now().getTime() }]);
  });

  it('goes by the clock and not by an answer it remembers when a plan ends: to the free plan', async () => {
    const end = clock.now().getTime() + 1_000;
    const key = stored({ plan_tier: 'business', current_period_end: new Date(end) });
    const planAt = async (millis: number): Promise<unknown> => {
      clock.set(new Date(millis));
      const { planTier, isActive } = (await keys.authenticate(key)) ?? {};
      return { planTier, isActive };
    };
    expect(await planAt(end - 1)).toEqual({ planTier: 'business', isActive: true });
    expect(await planAt(end)).toEqual({ planTier: 'free', isActive: true });
    expect(await planAt(end - 1)).toEqual({ planTier: 'business', isActive: true });
    expect(pool.statements).toHaveLength(1);
  });

  it('leaves a merchant switched off whom the operator has, whatever the plan', async () => {
    const key = stored({ plan_tier: 'free', is_active: false });
    expect(await keys.authenticate(key)).toMatchObject({ planTier: 'free', isActive: false });
  });
});
