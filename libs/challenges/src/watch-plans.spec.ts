import { ColdPool } from '@turnpike/database';
import { type MerchantId } from '@turnpike/l402';
import { type RecordedPlan, RecordedPlans, rowsRead } from '../../../test/support/recorded-plans.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeWatches } from './challenge-watches.js';
import { SettledChallenges } from './settled-challenges.js';

/** One wallet has sold much, and of that little is open; forty others have one open invoice each. */
const BUSY = 'wal_busy';
const CHALLENGES = 20_000;
const CONNECTIONS = 40;
/** More than any of these statements has to look at, and far less than there is. */
const ROWS_MAX = 400;
const now = new Date();

const FILL = [
  `INSERT INTO challenge (key, merchant_id, mode, payment_hash, token_id, resource, price_sats, payment_request, provider_ref,
      connection_id, created_at, invoice_expires_at, token_expires_at)
    SELECT lpad(to_hex(n), 32, '0')::uuid, 1, 1, sha256(n::text::bytea), sha256(('t' || n)::bytea), '/r', 5, 'lnbc1', 'ref-' || n,
      CASE WHEN n > ${String(CONNECTIONS)} THEN '${BUSY}' ELSE 'wal_' || n END, now(), now(), now() + interval '1 day'
    FROM generate_series(1, ${String(CHALLENGES)}) n`,
  `INSERT INTO challenge_ledger (key, merchant_id, mode) SELECT key, merchant_id, mode FROM challenge`,
  `INSERT INTO challenge_watch (key, merchant_id, mode, connection_id, next_look_up_at, ended_at)
    SELECT key, merchant_id, mode, connection_id, now() + interval '1 hour',
      CASE WHEN connection_id = '${BUSY}' AND ('x' || right(key::text, 2))::bit(8)::int4 <> 7 THEN now() - interval '1 hour' END
    FROM challenge`,
  `INSERT INTO settlement_record (key, merchant_id, mode, payment_hash, resource, price_sats, created_at, invoice_expires_at,
      paid_at, settled_at, connection_id, provider_ref)
    SELECT md5(n::text)::uuid, 1, 1, sha256(('r' || n)::bytea), '/r', 5, now(), now(), now(),
      now() - n * interval '1 minute', '${BUSY}', 'record-' || n
    FROM generate_series(1, ${String(CHALLENGES)}) n`,
];

let database: TestDatabase;
let pool: ColdPool;
let plans: RecordedPlans;
let watches: ChallengeWatches;
let settled: SettledChallenges;

beforeAll(async () => {
  database = await createTestDatabase();
  const filler = new ColdPool(database.url, 1);
  for (const text of [...FILL, 'ANALYZE']) await filler.query({ text });
  await filler.onApplicationShutdown();
  plans = await RecordedPlans.of(database.url);
  pool = new ColdPool(database.url, 1);
  plans.hear(pool);
  [watches, settled] = [new ChallengeWatches(pool), new SettledChallenges(pool)];
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

const numbers = Array.from({ length: 20 }, (_, n) => 5_000 + 100 * n);
const providerRefs = numbers.map((n) => `ref-${n}`);
const paymentHashes = numbers.map((n) => n.toString(16).padStart(64, '0'));

async function hintedRows(): Promise<void> {
  const { rows } = await pool.query<{ hash: string }>({
    text: `SELECT encode(sha256(n::text::bytea), 'hex') AS hash FROM unnest($1::int4[]) n`,
    values: [numbers],
  });
  const hinted = {
    merchantId: 1,
    connectionId: BUSY,
    providerRefs,
    paymentHashes: rows.map(({ hash }) => hash),
  };
  await pool.withTransaction((transaction) => watches.makeHintedDue(transaction, hinted, now));
}

async function firstPage(from: Date): Promise<void> {
  const tenant = { merchantId: 1 as MerchantId, mode: 'live' as const };
  for await (const page of settled.between(tenant, from, now)) if (page.length > 0) return;
}

function expectBounded(told: readonly RecordedPlan[]): void {
  expect(told.length).toBeGreaterThan(0);
  const dear = told.filter(
    (plan) => rowsRead(plan) > ROWS_MAX || plan.nodes.some((node) => node['Node Type'] === 'Seq Scan'),
  );
  expect(dear.map(({ statement, text }) => ({ statement, text }))).toEqual([]);
}

const CASES: [what: string, run: () => Promise<unknown>][] = [
  ['the connections in which something is open', () => watches.watchedConnections()],
  ['whether anything is open in a busy one', () => watches.isWatched(BUSY)],
  ['when the next falls due', () => watches.nextDueAt()],
  ['the hints of a wallet', hintedRows],
  ['what they named', () => watches.takeHinted(new Date(), new Date(), numbers.length)],
  ['everything that is open in one', () => watches.makeAllDue('wal_7', now)],
  ['a page of what was settled', () => firstPage(new Date(now.getTime() - 3_600_000))],
  ['what a wallet’s list names', () => settled.referred(1, BUSY, providerRefs, paymentHashes)],
];

describe('statements about what wallets tell', () => {
  it.each(CASES)('read by indexes, and a bounded number of rows: %s', async (_what, run) => {
    expectBounded(await plans.during(run));
  });
});
