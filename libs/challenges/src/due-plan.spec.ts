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
