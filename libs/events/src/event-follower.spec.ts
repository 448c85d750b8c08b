import { ColdPool } from '@turnpike/database';
import { untilEventsAreFinal } from '../../../test/support/committed-events.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { NEXT_EVENTS } from './event-cursor.repository.js';
import { EventFollower } from './event-follower.js';

let database: TestDatabase;
let pool: ColdPool;
let follower: EventFollower;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 6);
  follower = new EventFollower(pool);
});
afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});
beforeEach(async () => {
  await pool.query({ text: 'TRUNCATE outbox, event_cursor' });
  await pool.query({ text: `INSERT INTO event_cursor (consumer) VALUES ('one'), ('two')` });
});

const APPEND = `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
  VALUES (1, 0, $1, '{"n": 1}', '2026-06-01T00:00:00Z')`;
const append = (type: string) => pool.query({ text: APPEND, values: [type] });

/** The types that a consumer sees in one go. */
async function nextFor(consumer: string, limit = 2): Promise<string[]> {
  const seen: string[] = [];
  await follower.follow(consumer, limit, async (_transaction, events) => {
    seen.push(...events.map(({ type }) => type));
  });
  return seen;
}

/** The types that a consumer sees until there is nothing more. */
async function seenBy(consumer: string): Promise<string[]> {
  const seen: string[] = [];
  await untilEventsAreFinal(pool);
  do seen.push(...(await nextFor(consumer)));
  while (await follower.isBehind(consumer));
  return seen;
}

describe('a consumer', () => {
  it('sees every event once, in order, whatever the others have seen', async () => {
    for (const type of ['a', 'b', 'c']) await append(type);
    expect(await seenBy('one')).toEqual(['a', 'b', 'c']);
    await append('d');
    expect(await seenBy('one')).toEqual(['d']);
    expect(await seenBy('two')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('misses nothing that was written first and committed last', async () => {
    await pool.withTransaction(async (late) => {
      await late.query({ text: APPEND, values: ['late'] });
      await append('early');
      expect(await nextFor('one')).toEqual([]);
    });
    expect((await seenBy('one')).sort()).toEqual(['early', 'late']);
  });

  it('sees them in the order of numbers, not of their digits', async () => {
    for (const xid of ['9', '10', '99', '100']) {
      await append(xid);
      await pool.query({ text: 'UPDATE outbox SET xid = $1::xid8 WHERE type = $1::text', values: [xid] });
    }
    expect(await seenBy('one')).toEqual(['9', '10', '99', '100']);
  });

  it('sees the same events again when it failed, and what it wrote is undone', async () => {
    await append('a');
    await untilEventsAreFinal(pool);
    const failing = follower.follow('one', 9, async (transaction) => {
      await transaction.query({ text: APPEND, values: ['of the failure'] });
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    expect(await seenBy('one')).toEqual(['a']);
  });

  it('is one process at a time: the second is told so at once', async () => {
    await append('a');
    await untilEventsAreFinal(pool);
    const inner = await follower.follow('one', 9, async () => {
      expect(await follower.follow('one', 9, async () => undefined)).toBeNull();
      expect(await nextFor('two')).toEqual(['a']);
    });
    expect(inner).toBe(1);
  });

  it('that no migration made sees nothing', async () => {
    await append('a');
    expect(await follower.follow('three', 9, async () => undefined)).toBeNull();
  });
});

it('reads by the index, as many rows as it hands over', async () => {
  await pool.query({
    text: `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at)
      SELECT 1, 0, 'x', '{}', now() FROM generate_series(1, 20000)`,
  });
  await pool.query({ text: 'ANALYZE outbox' });
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>({
    text: `EXPLAIN (ANALYZE, COSTS OFF) ${NEXT_EVENTS}`,
    values: ['0', '0', 10],
  });
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Index (Only )?Scan using outbox_xid_id_idx.*rows=10/);
});
