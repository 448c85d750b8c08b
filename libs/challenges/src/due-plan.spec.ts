import { ColdPool } from '@turnpike/database';
import { type RecordedPlan, RecordedPlans, rowsRead } from '../../../test/support/recorded-plans.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeWatches } from './challenge-watches.js';

const WATCHES = 20_000;
const LIMIT = 200;
const now = new Date();

let database: TestDatabase;
let pool: ColdPool;
let plans: RecordedPlans;
let watches: ChallengeWatches;

beforeAll(async () => {
  database = await createTestDatabase();
  plans = await RecordedPlans.of(database.url);
  pool = new ColdPool(database.url, 1);
  plans.hear(pool);
  watches = new ChallengeWatches(pool);
  await pool.query({
    text: `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request,
        provider_ref, connection_id, created_at, invoice_expires_at, token_expires_at)
      SELECT lpad(to_hex(n), 32, '0')::uuid, 1, 1, sha256(n::text::bytea), sha256(('t' || n)::bytea), '/r', 5, 'lnbc1',
        'ref-' || n, 'wal_' || n % 10, now(), now(), now() + interval '1 day'
      FROM generate_series(1, $1) n`,
    values: [WATCHES],
  });
  await pool.query({
    text: 'INSERT INTO challenge_ledger (key, merchant_id, mode) SELECT key, merchant_id, mode FROM challenge',
  });
  await pool.query({
    text: `INSERT INTO challenge_watch (key, merchant_id, mode, connection_id, next_look_up_at)
      SELECT key, merchant_id, mode, connection_id, $1::timestamptz - random() * interval '10 minutes' FROM challenge`,
    values: [now],
  });
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

function expectByDueIndex(told: readonly RecordedPlan[]): void {
  expect(told).toHaveLength(1);
  const [plan] = told;
  const names = plan?.nodes.map((node) => node['Index Name']) ?? [];
  expect(names).toContain('challenge_watch_due_idx');
  expect(plan?.nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
  // The row in the index, the row that is taken, its challenge, its ledger row.
  expect(plan === undefined ? Infinity : rowsRead(plan)).toBeLessThanOrEqual(5 * LIMIT);
}

describe('twenty thousand watches that are due', () => {
  it('are taken by the index of what is due, and no more rows are read than are taken', async () => {
    await pool.query({ text: 'ANALYZE' });
    expectByDueIndex(await plans.during(() => watches.takeDue(now, now, LIMIT)));
  });
});

/** Says that hints named the first so many, of as many merchants as there are named. */
async function name(count: number, merchants: number): Promise<void> {
  await pool.query({
    text: `UPDATE challenge_watch SET merchant_id = 1, taken_until = NULL, waiting_since = NULL,
      next_look_up_at = $1::timestamptz - random() * interval '10 minutes'`,
    values: [now],
  });
  await pool.query({
    text: `UPDATE challenge_watch w SET waiting_since = to_timestamp(0), next_look_up_at = $1,
        merchant_id = 1 + (('x' || right(w.key::text, 4))::bit(16)::int4 % $3)
      WHERE w.key <= lpad(to_hex($2::int4), 32, '0')::uuid`,
    values: [now, count, merchants],
  });
  await pool.query({ text: 'VACUUM ANALYZE challenge_watch' });
}

describe('what hints named among twenty thousand watches', () => {
  it.each([
    ['nothing', 0, 1, 0],
    ['little, of many merchants', 500, 50, LIMIT],
    ['most of it, of one', 15_000, 1, LIMIT],
    ['most of it, of many', 15_000, 500, LIMIT],
  ])(
    'is taken by its index, by merchant, and little else is read: %s',
    async (_what, count, merchants, taken) => {
      await name(count, merchants);
      let keys: string[] = [];
      const [plan, ...more] = await plans.during(async () => {
        keys = (await watches.takeHinted(now, now, LIMIT)).map(({ key }) => key);
      });
      expect([keys.length, more]).toEqual([taken, []]);
      expect(plan?.nodes.map((node) => node['Index Name'])).toContain('challenge_watch_hinted_idx');
      expect(plan?.nodes.filter((node) => node['Node Type'] === 'Seq Scan')).toEqual([]);
      // As above, each once more where a bitmap is read; and for each merchant those that tell of it.
      expect(plan === undefined ? Infinity : rowsRead(plan)).toBeLessThanOrEqual(9 * LIMIT + 3 * merchants);
    },
  );
});
