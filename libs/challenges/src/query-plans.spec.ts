import { HotPool } from '@turnpike/database';

import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';

const ROWS = 20_000;
let database: TestDatabase;
let pool: HotPool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool(database.url, 2);
  await pool.query({
    text: `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request,
        provider_ref, created_at, invoice_expires_at, token_expires_at, paid_at)
      SELECT gen_random_uuid(), 1 + n % 4, 0, sha256(n::text::bytea), sha256(('t' || n)::bytea), '/r', 5, 'lnbcrt1', 'r',
        now() - n * interval '1 second', now(), now() + n * interval '1 second', CASE WHEN n % 10 = 0 THEN now() END
      FROM generate_series(1, ${String(ROWS)}) n`,
  });
  await pool.query({
    text: `INSERT INTO challenge_ledger (key, merchant_id, mode) SELECT key, merchant_id, mode FROM challenge`,
  });
  await pool.query({
    text: `INSERT INTO challenge_watch (key, merchant_id, mode, next_look_up_at, ended_at)
      SELECT key, merchant_id, mode, created_at, CASE WHEN paid_at IS NULL THEN now() END FROM challenge`,
  });
  await pool.query({ text: 'ANALYZE' });
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: Plan[];
}

async function planOf(statement: string): Promise<Plan[]> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({
    text: `EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`,
  });
  const flatten = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)];
  const top = rows[0]?.['QUERY PLAN'][0].Plan;
  return top ? flatten(top) : [];
}

const PAGE = (filter: string) => `
  SELECT * FROM (SELECT * FROM challenge c WHERE c.merchant_id = 1 AND c.mode = 0 ${filter}
    ORDER BY c.created_at DESC, c.key LIMIT 20 OFFSET 0) c
  JOIN challenge_ledger l ON l.key = c.key ORDER BY c.created_at DESC, c.key`;

describe('the plan', () => {
  it.each([
    ['of a page of all challenges', PAGE('')],
    ['of a page of the paid', PAGE('AND c.paid_at IS NOT NULL')],
    ['of a page of the expired', PAGE('AND c.paid_at IS NULL AND c.invoice_expires_at <= now()')],
    [
      'of a challenge by its payment hash',
      `SELECT * FROM challenge c JOIN challenge_ledger l ON l.key = c.key
        WHERE c.merchant_id = 1 AND c.mode = 0 AND c.payment_hash = sha256('4'::bytea)`,
    ],
    [
      'of the watches that are due',
      `SELECT key FROM challenge_watch WHERE ended_at IS NULL AND next_look_up_at <= now() ORDER BY next_look_up_at LIMIT 20`,
    ],
    [
      'of what is to be pruned',
      `SELECT c.key FROM challenge c WHERE c.token_expires_at < now() + interval '30 seconds'
        ORDER BY c.token_expires_at LIMIT 20`,
    ],
  ])('%s uses an index and reads a bounded number of rows', async (_what, statement) => {
    const nodes = await planOf(statement);
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    for (const node of nodes) expect(node['Actual Rows'] * node['Actual Loops']).toBeLessThanOrEqual(40);
  });

  it('of a counter update changes no index, so that the update is HOT', async () => {
    await pool.query({ text: 'UPDATE challenge_ledger SET uses_made = uses_made + 1 WHERE merchant_id = 1' });
    const { rows } = await pool.query<{ indexes: string[]; options: string[] }>({
      text: `SELECT ARRAY(SELECT indexdef FROM pg_indexes WHERE tablename = 'challenge_ledger') AS indexes,
        (SELECT reloptions FROM pg_class WHERE relname = 'challenge_ledger') AS options`,
    });
    expect(rows[0]?.indexes).toHaveLength(1);
    expect(rows[0]?.indexes[0]).toContain('(key)');
    expect(rows[0]?.options).toContain('fillfactor=50');
  });
});
