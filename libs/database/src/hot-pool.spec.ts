import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { Client } from 'pg';
import { ColdPool } from './cold-pool.js';
import { isDatabaseUnavailable } from './database-error.js';
import { HotPool } from './hot-pool.js';

describe('HotPool', () => {
  let database: TestDatabase;
  let pool: HotPool;

  beforeAll(async () => {
    database = await createTestDatabase();
    pool = new HotPool(database.url);
    await pool.query({ text: 'CREATE TABLE note (text text)' });
  });

  afterAll(async () => {
    await pool.onApplicationShutdown();
    await database.drop();
  });

  const notes = async (): Promise<string[]> =>
    (await pool.query<{ text: string }>({ text: 'SELECT text FROM note' })).rows.map(({ text }) => text);

  it('keeps what a transaction wrote', async () => {
    const written = await pool.withTransaction(async (transaction) => {
      await transaction.query({ text: `INSERT INTO note VALUES ('kept')` });
      return 7;
    });
    expect(written).toBe(7);
    expect(await notes()).toEqual(['kept']);
  });

  it('undoes what a transaction wrote before it threw, and gives its connection back', async () => {
    for (let round = 0; round < 10; round += 1) {
      const doomed = pool.withTransaction(async (transaction) => {
        await transaction.query({ text: `INSERT INTO note VALUES ('lost')` });
        throw new Error('no');
      });
      await expect(doomed).rejects.toThrow('no');
    }
    expect(await notes()).toEqual(['kept']);
  });

  it('never reports a transaction as done that PostgreSQL rolled back for a failure nobody looked at', async () => {
    const careless = pool.withTransaction(async (transaction) => {
      await transaction.query({ text: `INSERT INTO note VALUES ('lost')` });
      await transaction.query({ text: 'SELECT 1 / 0' }).catch(() => undefined);
    });
    await expect(careless).rejects.toThrow('rolled back');
    expect(await notes()).toEqual(['kept']);
  });

  it('joins by nested loop only and thinks in UTC', async () => {
    const { rows } = await pool.query({
      text: `SELECT current_setting('TimeZone') AS zone, current_setting('enable_hashjoin') AS hash,
                    current_setting('enable_mergejoin') AS merge`,
    });
    expect(rows).toEqual([{ zone: 'UTC', hash: 'off', merge: 'off' }]);
  });

  it('loses its locks when its process stands still in the middle of a transaction', async () => {
    await pool.query({ text: 'CREATE TABLE stalled (id int PRIMARY KEY, n int)' });
    await pool.query({ text: 'INSERT INTO stalled VALUES (1, 0)' });
    const touch = { text: 'UPDATE stalled SET n = n + 1 WHERE id = 1' };
    let isLocked: () => void = () => undefined;
    const locked = new Promise<void>((resolve) => (isLocked = resolve));
    let goOn: () => void = () => undefined;
    const stalled = pool
      .withTransaction(async (transaction) => {
        await transaction.query(touch);
        isLocked();
        await new Promise<void>((resolve) => (goOn = resolve));
      })
      .catch((error: unknown) => error);
    await locked;
    await pool.query(touch);
    goOn();
    expect(isDatabaseUnavailable(await stalled)).toBe(true);
    const { rows } = await pool.query({ text: 'SELECT n FROM stalled' });
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('waits for a lock no longer than a bound, and then nothing was written', async () => {
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE note IN ACCESS EXCLUSIVE MODE');
    const waiting = pool.query({ text: `INSERT INTO note VALUES ('late')` });
    const error: unknown = await waiting.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: '55P03' });
    expect(isDatabaseUnavailable(error)).toBe(true);
    await holder.end();
    expect(await notes()).toEqual(['kept']);
  });
});

describe('ColdPool', () => {
  it('has connections of its own, joins as is best, and plans for the values at hand', async () => {
    const database = await createTestDatabase();
    const [hot, cold] = [new HotPool(database.url, 1), new ColdPool(database.url, 1)];
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const slow = cold.withTransaction(() => finished);
    await expect(hot.query({ text: 'SELECT 1' })).resolves.toBeDefined();
    finish();
    await slow;
    const { rows } = await cold.query({
      text: `SELECT current_setting('enable_hashjoin') AS hash, current_setting('plan_cache_mode') AS plans,
        current_setting('idle_in_transaction_session_timeout') <> '0' AS ends`,
    });
    expect(rows).toEqual([{ hash: 'on', plans: 'force_custom_plan', ends: true }]);
    await Promise.all([hot, cold].map((pool) => pool.onApplicationShutdown()));
    await database.drop();
  });
});
