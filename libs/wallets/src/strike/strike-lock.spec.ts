import { ColdPool } from '@turnpike/database';
import { MemoryTokenBuckets, PostgresTokenBuckets } from '@turnpike/redis';
import { StrikeRush, type OpenBuckets, type RushOutcome } from '../testing/strike-rush.js';

const ALLOWED_IN_TEN_MINUTES = 1_000;
/** A burst, and so many a minute for as long as the last attempt is after the first. */
const creations = (seconds: number): number => 60 + Math.floor((42 * seconds) / 60);

jest.setTimeout(120_000);

const pools: ColdPool[] = [];
const inPostgres: OpenBuckets = (clock, database) => {
  const pool = new ColdPool(database.url);
  pools.push(pool);
  return new PostgresTokenBuckets(pool, new MemoryTokenBuckets(clock, 0.1), clock);
};

let rush: StrikeRush;

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.onApplicationShutdown()));
  await rush.close();
});

function expectRefusalsOnly({ minted, waits, others }: RushOutcome): void {
  expect(others).toEqual([]);
  expect(minted + waits.length).toBe(10_000);
  expect(waits.every((seconds) => Number.isInteger(seconds) && seconds >= 1 && seconds <= 60)).toBe(true);
}

function expectNoLock(): void {
  const { others, quoting } = rush.emulator.limiters;
  expect([others.locks, quoting.locks]).toEqual([0, 0]);
  expect(others.most).toBeLessThan(ALLOWED_IN_TEN_MINUTES);
}

describe('ten thousand mints in ten minutes, counted in PostgreSQL', () => {
  it('never reach the lock of Strike from two processes, with look-ups in a lane of their own, and get through when they were told to', async () => {
    rush = await StrikeRush.start([inPostgres, inPostgres]);
    const outcome = await rush.rush(async (second) => {
      await rush.look(second);
      await rush.look(second + 1);
    });
    expectRefusalsOnly(outcome);
    expectNoLock();
    expect(outcome.minted).toBe(creations(599));
    expect(rush.looks.answered).toBe(30 + Math.floor((21 * 599) / 60));
    expect(rush.looks.refused).toBeGreaterThan(0);
    expect(rush.emulator.limiters.others.most).toBe(outcome.minted + rush.looks.answered);
    for (let times = 0; times < 200; times += 1) {
      const wait = await rush.attempt(times);
      if (typeof wait !== 'number') continue;
      rush.clock.advanceSeconds(wait);
      expect(await rush.attempt(times)).toBe('minted');
    }
    expectNoLock();
  });
});
