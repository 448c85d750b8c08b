import { Logger } from '@nestjs/common';
import { ColdPool, transactionAtBoot } from '@turnpike/database';
import { untilEventsAreFinal } from '../../../test/support/committed-events.js';
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
} from '../../../test/support/test-database.js';
import { EventFollower } from './event-follower.js';
import { prepareDatabase } from './prepare-database.js';
import { RestoredDatabaseError } from './restored-database-error.js';

const MANY = 300_000;
/** So far ahead of this server's are the numbers of the one that the database comes from. */
const AHEAD = 1_000_000;

let database: TestDatabase;
let pool: ColdPool;
let follower: EventFollower;
let told: string[];

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 4);
  follower = new EventFollower(pool);
});
beforeEach(async () => {
  told = [];
  await run('TRUNCATE outbox, event_cursor');
  await run(`INSERT INTO event_cursor (consumer) VALUES ('one'), ('two')`);
});
afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const run = (text: string, values: unknown[] = []) => pool.query({ text, values });
const append = (type: string) =>
  run(
    `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at) VALUES (1, 0, $1, '{}', '2026-06-01T00:00:00Z')`,
    [type],
  );
const start = () => prepareDatabase(database.url, (line) => told.push(line));

/** The types that a consumer sees until there is nothing more. */
async function seenBy(consumer: string): Promise<string[]> {
  const seen: string[] = [];
  await untilEventsAreFinal(pool);
  do
    await follower.follow(consumer, 50, async (_transaction, events) => {
      seen.push(...events.map(({ type }) => type));
    });
  while (await follower.isBehind(consumer));
  return seen;
}

describe('a database that was restored from another server', () => {
  /** The dump of another server, and what was written here before anybody noticed. */
  async function restore(): Promise<void> {
    for (const type of ['a', 'b', 'c', 'd']) await append(type);
    await seenBy('one');
    await untilEventsAreFinal(pool);
    await follower.follow('two', 2, async () => undefined);
    await append('e');
    for (const table of ['outbox', 'event_cursor'])
      await run(`UPDATE ${table} SET xid = (xid::text::bigint + ${AHEAD})::text::xid8`);
    await append('here');
  }

  it('goes on where each consumer was once a process has started on it', async () => {
    await restore();
    await start();
    expect(told).toEqual([expect.stringContaining('restored')]);
    await append('f');
    expect(await seenBy('one')).toEqual(['e', 'here', 'f']);
    expect(await seenBy('two')).toEqual(['c', 'd', 'e', 'here', 'f']);
    await start();
    expect(told).toHaveLength(1);
  });

  it('is followed by nobody before that, and nothing is lost by it', async () => {
    await restore();
    const follow = () => follower.follow('one', 9, async () => undefined);
    await expect(follow()).rejects.toThrow(RestoredDatabaseError);
    await expect(follow()).rejects.toThrow('restart');
    await Promise.all([start(), start(), start()]);
    expect(told).toHaveLength(1);
    expect(await seenBy('one')).toEqual(['e', 'here']);
  });

  it('may hold more events than a statement could number in the time that others have', async () => {
    // All but the last ten have been read by one, all but the last twenty by the other.
    await transactionAtBoot(database.url, async (transaction) => {
      await transaction.query({
        text: `INSERT INTO outbox (id, merchant_id, mode, type, data, occurred_at, xid)
          SELECT n, 1, 0, n::text, '{}', now(), (${AHEAD} + n)::text::xid8 FROM generate_series(1, ${MANY}) AS n`,
      });
      await transaction.query({
        text: `UPDATE event_cursor SET id = ${MANY} - left_over, xid = (${AHEAD + MANY} - left_over)::text::xid8
          FROM (VALUES ('one', 10), ('two', 20)) AS v (name, left_over) WHERE name = consumer`,
      });
      await transaction.query({ text: `SELECT setval('outbox_id_seq', ${MANY})` });
    });
    const name = new URL(database.url).pathname.slice(1);
    await run(`ALTER DATABASE ${name} SET statement_timeout = '500ms'`);
    await start();
    await run(`ALTER DATABASE ${name} RESET statement_timeout`);
    await append('after');
    const last = (count: number) =>
      Array.from({ length: count }, (_, at) => String(MANY - count + 1 + at)).concat('after');
    expect(await seenBy('one')).toEqual(last(10));
    expect(await seenBy('two')).toEqual(last(20));
  });
});

it('is done on a database without a single table, too', async () => {
  const empty = await createEmptyDatabase();
  await prepareDatabase(empty.url, (line) => told.push(line));
  await empty.drop();
  expect(told).toEqual([]);
});
