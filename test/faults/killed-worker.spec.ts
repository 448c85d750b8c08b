import { setTimeout as pause } from 'node:timers/promises';

import { HeldRows } from '../support/held-rows.js';
import { RedisServer, redisServerBinary, titleWithRedis } from '../support/redis-server.js';
import { TwoNodes } from '../support/two-nodes.js';
import { startWorkerProcess } from '../support/worker-process.js';

const CHALLENGES = 300;
const onRedis = redisServerBinary === null ? describe.skip : describe;

/** What is on record about all challenges. */
async function settledIn(two: TwoNodes): Promise<number> {
  const { rows } = await two.pool.query<{ settled: number }>({
    text: 'SELECT count(*)::int4 AS settled FROM challenge_ledger WHERE settlement = 1',
  });
  return rows[0]?.settled ?? 0;
}

/** How many challenges have each number of events of each kind. */
async function eventCounts(two: TwoNodes): Promise<unknown[]> {
  const { rows } = await two.pool.query({
    text: `SELECT type, events, count(*)::int4 AS challenges FROM (
        SELECT type, data ->> 'paymentHash' AS hash, count(*)::int4 AS events FROM outbox
        WHERE type IN ('challenge.paid', 'challenge.settled') GROUP BY 1, 2) e
      GROUP BY 1, 2 ORDER BY 1, 2`,
  });
  return rows;
}

async function keysOf(two: TwoNodes): Promise<string[]> {
  const { rows } = await two.pool.query<{ key: string }>({ text: 'SELECT key FROM challenge ORDER BY key' });
  return rows.map(({ key }) => key);
}

/** Kills a worker in the middle of settling, and lets another finish. */
async function expectAllSettledOnce(two: TwoNodes): Promise<void> {
  for (let n = 0; n < CHALLENGES; n += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, i) => two.paid({}, i)));
  }
  // Here and there one whose record has to wait: so the worker stands still with some done, some begun, and most to come.
  const held = (await keysOf(two)).filter((_key, n) => n % 12 === 7);
  const rows = await HeldRows.hold(two.database.url, held);
  const doomed = startWorkerProcess(two.variables);
  await rows.untilWaiting(1);
  while ((await settledIn(two)) === 0) await pause(10);
  await doomed.kill();
  await rows.release();
  expect(await settledIn(two)).toBeLessThan(CHALLENGES);

  const heir = startWorkerProcess(two.variables);
  while ((await settledIn(two)) < CHALLENGES) await pause(50);
  expect(await heir.stop()).toBe(0);
  expect(await eventCounts(two)).toEqual([
    { type: 'challenge.paid', events: 1, challenges: CHALLENGES },
    { type: 'challenge.settled', events: 1, challenges: CHALLENGES },
  ]);
}

describe('a worker killed in the middle of settling, with queues in PostgreSQL', () => {
  let two: TwoNodes;

  beforeAll(async () => {
    two = await TwoNodes.start();
  }, 60_000);

  afterAll(() => two.stop());

  it(`leaves nothing undone and nothing told twice of ${String(CHALLENGES)} payments`, async () => {
    await expectAllSettledOnce(two);
  }, 120_000);
});

onRedis(titleWithRedis('a worker killed in the middle of settling, with queues in Redis'), () => {
  let redis: RedisServer;
  let two: TwoNodes;

  beforeAll(async () => {
    redis = await RedisServer.start();
    two = await TwoNodes.start({ REDIS_URL: redis.url });
  }, 60_000);

  afterAll(async () => {
    await two.stop();
    await redis.remove();
  });

  it(`leaves nothing undone and nothing told twice of ${String(CHALLENGES)} payments`, async () => {
    await expectAllSettledOnce(two);
  }, 120_000);
});
