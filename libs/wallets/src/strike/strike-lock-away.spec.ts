import { ColdPool } from '@turnpike/database';
import { MemoryTokenBuckets, PostgresTokenBuckets } from '@turnpike/redis';
import { StrikeRush, type OpenBuckets } from '../testing/strike-rush.js';

jest.setTimeout(120_000);

const pools: ColdPool[] = [];
let isAway = false;

/** A store that answers only while it is there. */
const comesAndGoes: OpenBuckets = (clock, database) => {
  const pool = new ColdPool(database.url);
  pools.push(pool);
  const query: ColdPool['query'] = (statement) =>
    isAway ? Promise.reject(new Error('away')) : pool.query(statement);
  return new PostgresTokenBuckets({ query }, new MemoryTokenBuckets(clock, 0.1), clock);
};

let rush: StrikeRush;

beforeEach(async () => {
  isAway = false;
  rush = await StrikeRush.start([comesAndGoes, comesAndGoes]);
});

afterEach(async () => {
  await rush.close();
  await Promise.all(pools.splice(0).map((pool) => pool.onApplicationShutdown()));
});

function expectNoLock(): void {
  const { others } = rush.emulator.limiters;
  expect(others.locks).toBe(0);
  expect(others.most).toBeLessThan(1_000);
}

describe('ten thousand mints in ten minutes while the store of budgets is away', () => {
  it('get a tenth of the budget in each process', async () => {
    isAway = true;
    const { minted, waits, others } = await rush.rush((second) => rush.look(second));
    expect(others).toEqual([]);
    expect(minted + waits.length).toBe(10_000);
    // In each process six at once and 4.2 a minute.
    expect(minted).toBe(2 * (6 + Math.floor((4.2 * 599) / 60)));
    expect(waits.every((seconds) => Number.isInteger(seconds) && seconds >= 1)).toBe(true);
    expectNoLock();
  });

  it('never reach the lock of Strike either when it comes and goes', async () => {
    const { minted, waits, others } = await rush.rush(async (second) => {
      isAway = second % 10 < 5;
      await rush.look(second);
      await rush.look(second + 1);
    });
    expect(others).toEqual([]);
    expect(minted + waits.length).toBe(10_000);
    expect(minted).toBeGreaterThan(60 + 42 * 9);
    expectNoLock();
  });
});
