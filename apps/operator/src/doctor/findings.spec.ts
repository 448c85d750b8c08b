import type { DatabaseState } from '@turnpike/database';
import { checkDatabase } from './check-database.js';
import { checkEvents } from './check-events.js';
import { checkKeys } from './check-keys.js';
import { checkNode, checkPublicUrl } from './check-machine.js';
import { checkLetters, checkPaidPlans, checkWebhooks } from './check-outgoing.js';
import { checkQueues } from './check-queues.js';
import { checkRedis } from './check-redis.js';
import { checkWallets } from './check-wallets.js';

const well: DatabaseState = {
  version: '18.4',
  isSupported: true,
  sizeBytes: 10_000_000,
  pendingMigrations: [],
  failedMigrations: [],
  clockAheadSeconds: 0.1,
  clockDoubtSeconds: 0.01,
};
const states = (findings: readonly { state: string }[]): string[] => findings.map(({ state }) => state);
const database = (some: Partial<DatabaseState>): string[] => states(checkDatabase({ ...well, ...some }));
const ring = (...kids: number[]) => kids.map((kid) => ({ kid, key: Buffer.alloc(32) }));
const rings = (...kids: number[]) => ({
  masterKeys: ring(...kids),
  invoiceKeys: ring(...kids),
  sealKeys: ring(...kids),
});

describe('the doctor', () => {
  it.each([
    ['v20.19.0', 'ok'],
    ['v22.1.0', 'ok'],
    ['v20.18.3', 'fail'],
    ['v18.20.0', 'fail'],
  ])('finds Node %s %s', (version, state) => {
    expect(checkNode(version).state).toBe(state);
  });

  it.each([
    [null, null, 'ok'],
    [null, 'postgresql://db', 'warn'],
    ['https://pay.example', 'postgresql://db', 'ok'],
    ['http://pay.example', 'postgresql://db', 'warn'],
    ['http://localhost:4020', null, 'ok'],
    ['http://127.0.0.1:4020', null, 'ok'],
  ])('finds the address %s with database %s %s', (publicUrl, databaseUrl, state) => {
    expect(checkPublicUrl({ publicUrl, databaseUrl }).state).toBe(state);
  });

  it('looks at the server, the migrations and the clock apart', () => {
    expect(database({})).toEqual(['ok', 'ok', 'ok']);
    expect(database({ isSupported: false })).toEqual(['fail', 'ok', 'ok']);
    expect(database({ pendingMigrations: ['a'] })).toEqual(['ok', 'fail', 'ok']);
    expect(database({ failedMigrations: ['a'] })).toEqual(['ok', 'fail', 'ok']);
    expect(database({ clockAheadSeconds: -2.5 })).toEqual(['ok', 'ok', 'warn']);
    expect(database({ clockAheadSeconds: 61 })).toEqual(['ok', 'ok', 'fail']);
  });

  it('takes a slow answer for no difference of clocks', () => {
    expect(database({ clockAheadSeconds: 3, clockDoubtSeconds: 3 })).toEqual(['ok', 'ok', 'ok']);
  });

  it('finds keys that are needed and not there, and those that are needed no more', () => {
    const inUse = { master: [1], invoice: [1] };
    const sealed = [{ kid: 1, count: 3 }];
    expect(states(checkKeys(rings(1), inUse, sealed))).toEqual(['ok', 'ok', 'ok']);
    expect(states(checkKeys(rings(2), inUse, sealed))).toEqual(['fail', 'fail', 'fail']);
    expect(states(checkKeys(rings(2, 1), inUse, sealed))).toEqual(['ok', 'ok', 'warn']);
    const [master, , seal] = checkKeys(rings(2, 1), { master: [2], invoice: [] }, [{ kid: 2, count: 3 }]);
    expect(master?.text).toContain('number 1');
    expect(seal).toMatchObject({
      state: 'ok',
      text: expect.stringContaining('1 can be taken out') as string,
    });
  });

  it('finds wallets that are not well, which is no failure of ours', () => {
    const none = { ok: 0, unavailable: 0, rejected: 0, unknown: 0 };
    expect(checkWallets(none).state).toBe('ok');
    expect(checkWallets({ ...none, ok: 2, unknown: 1 }).state).toBe('ok');
    expect(checkWallets({ ...none, ok: 2, rejected: 1 }).state).toBe('warn');
  });

  it('finds a Redis that is away, one that evicts, and one that does not say', () => {
    expect(checkRedis(null).state).toBe('ok');
    expect(checkRedis({ isReachable: false, why: 'refused' }).state).toBe('fail');
    const redis = { isReachable: true, version: '7.2' } as const;
    expect(checkRedis({ ...redis, evictionPolicy: 'noeviction' }).state).toBe('ok');
    expect(checkRedis({ ...redis, evictionPolicy: 'allkeys-lru' }).state).toBe('fail');
    expect(checkRedis({ ...redis, evictionPolicy: null }).state).toBe('warn');
  });

  it('finds schedules that nobody keeps, and jobs that wait for long or failed', () => {
    const expected = [{ job: { name: 'prune', queue: 'upkeep' } as const, everyMillis: 1_000 }];
    const now = 10_000_000;
    const schedule = { job: 'prune', everyMillis: 1_000, lastAtMillis: null };
    const queue = { name: 'upkeep' as const, waiting: 0, failed: 0, oldestWaitingAtMillis: null };
    const look = (nextAtMillis: number, more: object = {}) =>
      states(
        checkQueues(
          { queues: [{ ...queue, ...more }], schedules: [{ ...schedule, nextAtMillis }] },
          expected,
          now,
        ),
      );
    expect(look(now + 500)).toEqual(['ok', 'ok']);
    expect(look(now - 60_000)).toEqual(['ok', 'ok']);
    expect(look(now - 200_000)).toEqual(['fail', 'ok']);
    expect(states(checkQueues({ queues: [queue], schedules: [] }, expected, now))).toEqual(['fail', 'ok']);
    expect(look(now, { failed: 1 })).toEqual(['ok', 'warn']);
    expect(look(now, { waiting: 1, oldestWaitingAtMillis: now - 400_000 })).toEqual(['ok', 'warn']);
  });

  it('finds events that stand still, and says who holds them', () => {
    const fine = { isRestored: false, lags: [{ consumer: 'webhooks', lagSeconds: 9 }], oldestWriter: null };
    expect(checkEvents(fine).state).toBe('ok');
    expect(checkEvents({ ...fine, isRestored: true })).toMatchObject({
      state: 'fail',
      remedy: expect.stringContaining('anew') as string,
    });
    const lags = [{ consumer: 'statistics', lagSeconds: 601 }];
    expect(checkEvents({ ...fine, lags })).toMatchObject({
      state: 'warn',
      text: 'behind: statistics by 10 min',
    });
    const oldestWriter = { pid: 4711, database: 'shop', name: 'psql', openSeconds: 125 };
    expect(checkEvents({ ...fine, lags, oldestWriter })).toMatchObject({
      state: 'warn',
      text: expect.stringContaining('psql (shop, process 4711) is open for 2 min') as string,
      remedy: expect.stringContaining('pg_terminate_backend(4711)') as string,
    });
    expect(checkEvents({ ...fine, oldestWriter: { ...oldestWriter, openSeconds: 5 } }).state).toBe('ok');
    expect(checkEvents({ ...fine, oldestWriter: { ...oldestWriter, pid: null } }).remedy).toContain(
      'PREPARED',
    );
  });

  it('finds letters that wait, webhooks that were given up, and plans that nobody got', () => {
    expect(checkLetters('outbox', { waiting: 0, failing: 0 }).state).toBe('ok');
    expect(checkLetters('outbox', { waiting: 2, failing: 0 }).state).toBe('warn');
    expect(checkLetters('smtp', { waiting: 2, failing: 0 }).state).toBe('ok');
    expect(checkLetters('smtp', { waiting: 2, failing: 1 }).state).toBe('warn');
    expect(checkWebhooks({ well: 2, failing: 1, givenUp: 0 }).state).toBe('ok');
    expect(checkWebhooks({ well: 0, failing: 3, givenUp: 0 }).state).toBe('warn');
    expect(checkWebhooks({ well: 2, failing: 0, givenUp: 1 }).state).toBe('warn');
    expect(checkPaidPlans({ count: 0, failure: null }).state).toBe('ok');
    expect(checkPaidPlans({ count: 1, failure: 'broken' }).text).toContain('broken');
  });
});
