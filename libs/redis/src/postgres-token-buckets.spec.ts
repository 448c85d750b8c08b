import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { MemoryTokenBuckets } from './memory-token-buckets.js';
import { PostgresTokenBuckets } from './postgres-token-buckets.repository.js';
import { describeTokenBuckets } from './token-buckets.conformance.js';

let database: TestDatabase;
let pool: ColdPool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url);
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const start = new Date('2026-11-20T12:00:00Z');

describeTokenBuckets('PostgreSQL', () => {
  const clock = new ManualClock(start);
  return {
    clock,
    open: () => new PostgresTokenBuckets(pool, new MemoryTokenBuckets(clock, 0.1), clock),
  };
});

describe('PostgreSQL that is away', () => {
  it('leaves each process its own small share', async () => {
    const clock = new ManualClock(start);
    const away = { query: () => Promise.reject(new Error('away')) };
    const buckets = new PostgresTokenBuckets(away, new MemoryTokenBuckets(clock, 0.1), clock);
    const rate = { burst: 20, perMinute: 60 };
    expect([await buckets.take('a', rate), await buckets.take('a', rate)]).toEqual([0, 0]);
    expect(await buckets.take('a', rate)).toBeGreaterThan(0);
  });

  it('forgets what nobody met for long', async () => {
    const clock = new ManualClock(start);
    const buckets = new PostgresTokenBuckets(pool, new MemoryTokenBuckets(clock), clock);
    await buckets.take('old', { burst: 1, perMinute: 1 });
    expect(await buckets.prune(new Date(start.getTime() + 1), 1_000)).toBeGreaterThan(0);
    expect(await buckets.prune(new Date(start.getTime() + 1), 1_000)).toBe(0);
  });
});
