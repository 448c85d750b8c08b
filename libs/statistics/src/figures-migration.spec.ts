import { readFileSync } from 'node:fs';
import path from 'node:path';

import { ColdPool } from '@turnpike/database';

import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';

const MIGRATION = path.resolve(
  __dirname,
  '../../../prisma/migrations/20261122000400_statistics/migration.sql',
);

/** What there was before: sums of pruned challenges, and no figures. */
const BEFORE = `
DROP TABLE day_figure, resource_figure, refusal_figure, challenge_refusal;
DROP INDEX challenge_resource_idx, challenge_payer_idx;
DELETE FROM event_cursor WHERE consumer = 'statistics';
CREATE TABLE challenge_rollup (merchant_id int, mode smallint, day date, resource text, challenges int, paid_challenges int,
  revenue_sats bigint, uses bigint)`;

let database: TestDatabase;
let pool: ColdPool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 1);
  await pool.query({ text: BEFORE });
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

async function keepChallenge(n: number, at: string, paid: boolean): Promise<void> {
  await pool.query({
    text: `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request,
        provider_ref, created_at, invoice_expires_at, token_expires_at, paid_at)
      VALUES (lpad($1::text, 32, '0')::uuid, 1, 0, sha256($1::text::bytea), sha256('t'), '/kept', 7, 'lnbcrt1', 'r', $2, $2, $2,
        CASE WHEN $3 THEN $2::timestamptz END)`,
    values: [n, at, paid],
  });
  await pool.query({
    text: `INSERT INTO challenge_ledger (key, merchant_id, mode, uses_committed, first_used_at)
      VALUES (lpad($1::text, 32, '0')::uuid, 1, 0, 3, CASE WHEN $3 THEN $2::timestamptz END)`,
    values: [n, at, paid],
  });
}

it('the migration takes over sums and challenges of days before the first event, and of later days their uses alone', async () => {
  await pool.query({
    text: `INSERT INTO challenge_rollup VALUES (1, 0, '2026-05-01', '/gone', 10, 4, 40, 9), (1, 0, '2026-05-03', '/gone', 5, 5, 50, 6)`,
  });
  await keepChallenge(1, '2026-05-01T23:59:59Z', true);
  await keepChallenge(2, '2026-05-02T12:00:00Z', true);
  await pool.query({
    text: `INSERT INTO outbox (merchant_id, mode, type, data, occurred_at) VALUES (1, 0, 'challenge.created', '{}', '2026-05-02T00:00:01Z')`,
  });
  await pool.query({ text: readFileSync(MIGRATION, 'utf8') });

  const { rows: days } = await pool.query({
    text: `SELECT day::text, challenges, paid_challenges AS paid, used_challenges AS used, revenue_sats::int4 AS revenue,
      uses::int4 FROM day_figure ORDER BY day_figure.day`,
  });
  expect(days).toEqual([
    { day: '2026-05-01', challenges: 11, paid: 5, used: 1, revenue: 47, uses: 12 },
    { day: '2026-05-02', challenges: 0, paid: 0, used: 1, revenue: 0, uses: 3 },
    { day: '2026-05-03', challenges: 0, paid: 0, used: 0, revenue: 0, uses: 6 },
  ]);
  const { rows: resources } = await pool.query({
    text: `SELECT day::text, resource, challenges FROM resource_figure ORDER BY 1, 2`,
  });
  expect(resources).toEqual([
    { day: '2026-05-01', resource: '/gone', challenges: 10 },
    { day: '2026-05-01', resource: '/kept', challenges: 1 },
    { day: '2026-05-02', resource: '/kept', challenges: 0 },
    { day: '2026-05-03', resource: '/gone', challenges: 0 },
  ]);
});
