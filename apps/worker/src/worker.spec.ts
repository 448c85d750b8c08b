import { randomBytes, randomUUID } from 'node:crypto';
import { parseEnv } from '@turnpike/config';
import type { Env } from '@turnpike/config';
import { applyMigrations } from '@turnpike/database';
import { RedisServer, redisServerBinary, titleWithRedis } from '../../../test/support/redis-server.js';
import { StoppableDatabase } from '../../../test/support/stoppable-database.js';
import { createWorker } from './bootstrap.js';
import { SCHEDULES } from './schedules.js';
import type { RunningWorker } from './bootstrap.js';

const ring = `1:${Buffer.alloc(32, 7).toString('base64')}`;

function envFor(databaseUrl: string, redisUrl = ''): Env {
  const keys = { MASTER_KEYS: ring, INVOICE_KEYS: ring, SEAL_KEYS: ring };
  return parseEnv({ DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, ...keys, LOG_LEVEL: 'silent' });
}

describe('a worker', () => {
  const database = new StoppableDatabase();
  const workers: RunningWorker[] = [];

  const start = async (redisUrl?: string): Promise<RunningWorker> => {
    const worker = await createWorker({ env: envFor(database.url, redisUrl) });
    workers.push(worker);
    return worker;
  };

  beforeAll(async () => {
    await database.start();
    await applyMigrations(database.url);
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
  });

  afterAll(() => database.remove());

  it('settles what was paid, once, with its events', async () => {
    const key = await putPaidChallenge(database);
    await Promise.all([start(), start()]);
    await untilSettled(database, key);
    const events = await database.query(
      `SELECT o.type FROM outbox o JOIN challenge c ON encode(c.payment_hash, 'hex') = o.data->>'paymentHash'
        WHERE c.key = $1 ORDER BY o.type`,
      [key],
    );
    expect(events).toEqual([{ type: 'challenge.paid' }, { type: 'challenge.settled' }]);
  });

  it('sets every schedule once, with any number of workers', async () => {
    const two = await Promise.all([start(), start()]);
    await Promise.all(two.map(({ ready }) => ready));
    const schedules = 'SELECT scheduler_id AS name FROM bullmq.scheduler ORDER BY 1';
    const names = SCHEDULES.map(({ job }) => job.name).sort();
    expect(await database.query(schedules)).toEqual(names.map((name) => ({ name })));
  });

  it('ends schedules of an older version', async () => {
    await (
      await start()
    ).ready;
    await database.query(
      `INSERT INTO bullmq.scheduler (queue, scheduler_id, name, next_run_ms, every_ms)
        VALUES ('upkeep', 'of-another-version', 'of-another-version', 1, 1000)`,
    );
    await (
      await start()
    ).ready;
    const rows = await database.query("SELECT 1 FROM bullmq.scheduler WHERE name = 'of-another-version'");
    expect(rows).toEqual([]);
  });

  it('deletes what is over, and nothing else', async () => {
    await database.query('DELETE FROM outbox');
    // Read by all but the one who has nothing to do where nobody sells for the instance.
    await database.query(
      `UPDATE event_cursor SET xid = (CASE consumer WHEN 'plan_purchases' THEN '0' ELSE '2' END)::xid8, id = 0`,
    );
    await database.query(
      `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at, xid)
        SELECT 1, 0, 'days ' || days, '{}', now() - days * interval '1 day', '1'
        FROM unnest(ARRAY[1, 29, 31, 400]) AS days`,
    );
    await database.query('DROP SCHEMA bullmq CASCADE');
    await start();
    const left = (): Promise<unknown[]> => database.query('SELECT type FROM outbox ORDER BY id');
    await until(async () => (await left()).length <= 2);
    expect(await left()).toEqual([{ type: 'days 1' }, { type: 'days 29' }]);
  });

  it('goes on by itself after PostgreSQL was away', async () => {
    await (
      await start()
    ).ready;
    await database.stop();
    await database.start();
    await untilSettled(database, await putPaidChallenge(database));
  });

  it('starts while PostgreSQL is away, and begins when it is there', async () => {
    const key = await putPaidChallenge(database);
    await database.stop();
    const worker = await start();
    await database.start();
    await worker.ready;
    await untilSettled(database, key);
  });

  it('closes while PostgreSQL is away', async () => {
    const worker = await start();
    await worker.ready;
    await database.stop();
    await worker.close();
    workers.length = 0;
    await database.start();
  });

  const onRedis = redisServerBinary === null ? describe.skip : describe;

  onRedis(titleWithRedis('with queues in Redis'), () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await RedisServer.start();
    });
    afterAll(() => redis.remove());

    it('settles what was paid', async () => {
      const key = await putPaidChallenge(database);
      await start(redis.url);
      await untilSettled(database, key);
    });

    it('goes on by itself after Redis was away and came back empty', async () => {
      await (
        await start(redis.url)
      ).ready;
      await redis.stop();
      await redis.resume();
      await untilSettled(database, await putPaidChallenge(database));
    });

    it('starts and closes while Redis is away', async () => {
      await redis.stop();
      const worker = await start(redis.url);
      await worker.close();
      workers.length = 0;
      await redis.resume();
    });
  });
});

let test = 0;
beforeEach(() => {
  test += 1;
});

/** Asks until the answer is yes, or the test that asked is over. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const asking = test;
  while (!(await condition())) {
    if (test !== asking) throw new Error('the test ended without it');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Puts a sandbox challenge that has been paid and is due. Answers its key. */
async function putPaidChallenge(database: StoppableDatabase): Promise<string> {
  const [key, hash] = [randomUUID(), randomBytes(32)];
  await database.query(
    `WITH c AS (
        INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request,
          provider_ref, created_at, invoice_expires_at, token_expires_at)
        VALUES ($1, 1, 0, $2, $3, '/r', 10, 'lnbcrt1', 'ref', now(), now() + interval '10 minutes',
          now() + interval '1 hour')
      ), l AS (INSERT INTO challenge_ledger (key, merchant_id, mode) VALUES ($1, 1, 0)
      ), w AS (INSERT INTO challenge_watch (key, merchant_id, mode, next_look_up_at) VALUES ($1, 1, 0, now()))
      INSERT INTO sandbox_invoice (payment_hash, merchant_id, challenge_id, payment_request, amount_msat, state,
        expires_at, paid_at, settled_at, created_at)
      VALUES ($2, 1, $1, 'lnbcrt1', 10000, 'paid', now() + interval '10 minutes', now(), now(), now())`,
    [key, hash, randomBytes(32)],
  );
  return key;
}

/** Waits until the challenge is settled and its watch ended. */
async function untilSettled(database: StoppableDatabase, key: string): Promise<void> {
  const settled = `SELECT 1 FROM challenge_ledger l JOIN challenge_watch w ON w.key = l.key
      WHERE l.key = $1 AND l.settlement = 1 AND w.ended_at IS NOT NULL`;
  await until(async () => (await database.query(settled, [key])).length > 0);
}
