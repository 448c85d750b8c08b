import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { untilEventsAreFinal } from '../../../test/support/committed-events.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { EVENT_CONSUMERS } from './event-consumers.js';
import { EventFollower } from './event-follower.js';
import { EventProgress } from './event-progress.repository.js';
import { PruneEvents } from './prune-events.repository.js';

const OLD = new Date('2026-06-01T00:00:00Z');
const NOW = new Date('2026-08-01T00:00:00Z');

let database: TestDatabase;
let pool: ColdPool;
let follower: EventFollower;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 4);
  follower = new EventFollower(pool);
});
beforeEach(async () => {
  await run('DELETE FROM outbox');
  await run(`UPDATE event_cursor SET xid = '0', id = 0, worked_at = NULL`);
});
afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const run = (text: string, values: unknown[] = []) => pool.query({ text, values });
const append = (at: Date) =>
  run(`INSERT INTO outbox (merchant_id, mode, type, data, occurred_at) VALUES (1, 0, 'x', '{}', $1)`, [at]);
const read = async (consumer: string, limit: number): Promise<void> => {
  await untilEventsAreFinal(pool);
  await follower.follow(consumer, limit, async () => undefined);
};
const prune = () => new PruneEvents(pool).run(NOW, 100);
const left = async (): Promise<number> =>
  (await pool.query<{ n: number }>({ text: 'SELECT count(*)::int4 AS n FROM outbox' })).rows[0]?.n ?? -1;

it('knows every consumer that the migrations have made', async () => {
  const { rows } = await pool.query<{ consumer: string }>({ text: 'SELECT consumer FROM event_cursor' });
  expect(rows.map(({ consumer }) => consumer).sort()).toEqual([...EVENT_CONSUMERS].sort());
});

describe('old events', () => {
  it('stay until the last consumer has read them, however old they are', async () => {
    for (let n = 0; n < 5; n += 1) await append(OLD);
    await append(NOW);
    await new EventFollower(pool).workFor('plan_purchases', NOW);
    for (const consumer of ['webhooks', 'owner_letters']) await read(consumer, 9);
    await read('statistics', 3);
    expect(await prune()).toBe(0);
    await read('plan_purchases', 2);
    expect(await prune()).toBe(2);
    await read('plan_purchases', 9);
    expect(await prune()).toBe(1);
    await read('statistics', 9);
    expect([await prune(), await left()]).toEqual([2, 1]);
  });

  it('do not wait for a consumer that nobody works for, or has worked for since they were new', async () => {
    await append(OLD);
    for (const consumer of ['webhooks', 'statistics', 'owner_letters']) await read(consumer, 9);
    await new EventFollower(pool).workFor('plan_purchases', NOW);
    expect(await prune()).toBe(0);
    await new EventFollower(pool).workFor('plan_purchases', OLD);
    expect([await prune(), await left()]).toEqual([1, 0]);
  });
});

describe('the progress of events', () => {
  const progress = () => new EventProgress(pool, new ManualClock(NOW));

  it('is the age of the oldest event that each consumer at work has not read', async () => {
    await append(new Date(NOW.getTime() - 90_000));
    await append(new Date(NOW.getTime() - 30_000));
    for (const consumer of ['webhooks', 'owner_letters']) await read(consumer, 9);
    await read('statistics', 1);
    const lags = [
      { consumer: 'owner_letters', lagSeconds: 0 },
      { consumer: 'statistics', lagSeconds: 30 },
      { consumer: 'webhooks', lagSeconds: 0 },
    ];
    expect(await progress().lags()).toEqual(lags);
    await new EventFollower(pool).workFor('plan_purchases', NOW);
    expect(await progress().lags()).toEqual([
      lags[0],
      { consumer: 'plan_purchases', lagSeconds: 90 },
      ...lags.slice(1),
    ]);
  });

  it('names the oldest transaction that has written something, which holds events back', async () => {
    await pool.withTransaction(async (open) => {
      const { rows } = await open.query<{ pid: number }>({
        text: `SELECT pg_backend_pid() AS pid, pg_current_xact_id()`,
      });
      const held = await progress().oldestWriter();
      expect(held?.openSeconds).toBeGreaterThanOrEqual(0);
      // Another test's may be older, on a server that all share.
      if (held?.database === new URL(database.url).pathname.slice(1)) expect(held.pid).toBe(rows[0]?.pid);
    });
  });
});
