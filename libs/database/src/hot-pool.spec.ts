import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
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
});
