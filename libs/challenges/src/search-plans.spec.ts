import { ColdPool } from '@turnpike/database';
import { ManualClock } from '@turnpike/config';
import { type MerchantId } from '@turnpike/l402';
import {
  PruneFigures,
  ReadOverview,
  statisticsBounds,
  TokenRefusals,
  UsageOfDays,
} from '@turnpike/statistics';

import { BUSY_CHALLENGES, fillBusyMerchant, RARE } from '../../../test/support/busy-merchant.js';
import { crowdedHash } from '../../../test/support/crowded-tables.js';
import { type RecordedPlan, RecordedPlans, rowsRead } from '../../../test/support/recorded-plans.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ChallengeReader } from './challenge-reader.js';
import { type ChallengeSearch } from './challenge-search.js';
import { ReadTimeline } from './read-timeline.js';
import { SearchChallenges } from './search-challenges.js';

const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const clock = new ManualClock(new Date('2026-06-15T12:00:00Z'));
const ANYTHING: ChallengeSearch = {
  text: null,
  status: null,
  settlement: null,
  resource: null,
  payer: null,
  from: null,
  before: null,
};

let database: TestDatabase;
let pool: ColdPool;
let plans: RecordedPlans;
let search: SearchChallenges;

beforeAll(async () => {
  database = await createTestDatabase();
  const filler = new ColdPool(database.url, 1);
  await fillBusyMerchant((text, values) => filler.query({ text, values }), clock.now());
  await filler.onApplicationShutdown();
  plans = await RecordedPlans.of(database.url);
  pool = new ColdPool(database.url, 1);
  plans.hear(pool);
  search = new SearchChallenges(pool, clock);
}, 120_000);

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

function expectBounded(told: readonly RecordedPlan[], rowsMax: number): void {
  expect(told.length).toBeGreaterThan(0);
  const dear = told.filter(
    (plan) => rowsRead(plan) > rowsMax || plan.nodes.some((node) => node['Node Type'] === 'Seq Scan'),
  );
  expect(dear.map((plan) => ({ rows: rowsRead(plan), statement: plan.statement, text: plan.text }))).toEqual(
    [],
  );
}

/** A page along an index that has all that is asked for. */
const PAGE_ROWS = 300;
/** A page that has to look for what fits: a walk's bound, of which each row may be asked of the ledger, too. */
const WALK_ROWS = 4_500;

const day = (text: string) => new Date(`${text}T00:00:00Z`);

const SEARCHES: [what: string, asked: Partial<ChallengeSearch>, rowsMax: number][] = [
  ['anything', {}, PAGE_ROWS],
  ['some days', { from: day('2026-06-01'), before: day('2026-06-03') }, PAGE_ROWS],
  ['the paid', { status: 'paid' }, PAGE_ROWS],
  ['the open', { status: 'unpaid' }, PAGE_ROWS],
  ['the expired', { status: 'expired' }, WALK_ROWS],
  ['the settled', { settlement: 'settled' }, PAGE_ROWS],
  ['what no wallet can tell, of which there is none', { settlement: 'unknown' }, WALK_ROWS],
  ['a resource', { resource: '/articles/7' }, PAGE_ROWS],
  ['a rare resource', { resource: '/rare' }, PAGE_ROWS],
  ['a payer', { payer: 'payer 10' }, PAGE_ROWS],
  ['a rare payer', { payer: 'rare payer' }, PAGE_ROWS],
  [
    'the paid of a payer and a resource',
    { status: 'paid', payer: 'payer 0', resource: '/articles/0' },
    WALK_ROWS,
  ],
  [
    'the paid of some days of a resource',
    { status: 'paid', resource: '/rare', from: day('2026-01-01') },
    PAGE_ROWS,
  ],
  ['a payment hash', { text: crowdedHash(RARE) }, PAGE_ROWS],
  ['the beginning of a payment hash', { text: crowdedHash(RARE).slice(0, 8) }, PAGE_ROWS],
  ['an idempotency key', { text: 'rare key' }, PAGE_ROWS],
  ['the text of a payer', { text: 'rare payer' }, PAGE_ROWS],
  ['the beginning of a rare resource', { text: '/ra' }, PAGE_ROWS],
  ['the beginning of very many resources', { text: '/articles/' }, PAGE_ROWS],
  [
    'the paid with the beginning of very many resources',
    { text: '/articles/199', status: 'paid' },
    WALK_ROWS,
  ],
  ['nothing that there is', { text: 'nothing' }, PAGE_ROWS],
];

describe(`with ${String(BUSY_CHALLENGES)} challenges of one merchant, by indexes and a bounded number of rows, it reads`, () => {
  it.each(SEARCHES)('a search for %s', async (_what, asked, rowsMax) => {
    const told = await plans.during(async () => {
      const first = await search.run(tenant, { ...ANYTHING, ...asked }, 20, null);
      if (first.nextCursor !== null)
        await search.run(tenant, { ...ANYTHING, ...asked }, 20, first.nextCursor);
    });
    expectBounded(told, rowsMax);
  });

  it('every page of a list with its total', async () => {
    const reader = new ChallengeReader(pool, clock);
    for (const status of [null, 'paid', 'unpaid', 'expired'] as const) {
      expectBounded(await plans.during(() => reader.list(tenant, status, 20, 40)), 10_100);
    }
  });

  it('what a merchant has reached', async () => {
    expectBounded(await plans.during(() => new ChallengeReader(pool, clock).milestones(1)), PAGE_ROWS);
  });

  it('a timeline', async () => {
    const timelines = new ReadTimeline(pool, new TokenRefusals(pool), clock);
    expectBounded(await plans.during(() => timelines.run(tenant, crowdedHash(4))), PAGE_ROWS);
  });

  it('an overview, of which resources are the most', async () => {
    const overview = new ReadOverview(pool, clock);
    expectBounded(await plans.during(() => overview.run(tenant, '2026-05-17', '2026-06-15')), 30 * 200);
    const { overviewDaysMax, resourcesPerDayMax } = statisticsBounds;
    const year = await plans.during(() => overview.run(tenant, '2025-06-15', '2026-06-15'));
    expectBounded(year, overviewDaysMax * resourcesPerDayMax);
  });

  it('the usage of a month', async () => {
    const usage = new UsageOfDays(pool);
    expectBounded(await plans.during(() => usage.read(tenant, '2026-05-01', '2026-06-01')), 31 * 201);
    expectBounded(await plans.during(() => usage.milestones(1)), PAGE_ROWS);
  });

  it('old figures that are deleted', async () => {
    const { pruneBatchMax } = statisticsBounds;
    const prune = new PruneFigures(pool);
    // This merchant has no proxy, and an empty table is read whole.
    await pool.query({
      text: `INSERT INTO section_figure (merchant_id, mode, section, day)
             SELECT 1, 1, '/l402/proxy/p-' || p, date '2024-01-01' + d
             FROM generate_series(0, 999) d, generate_series(1, 20) p`,
    });
    await pool.query({ text: 'ANALYZE section_figure' });
    expectBounded(await plans.during(() => prune.run(day('2027-01-01'))), 2 * pruneBatchMax);
  });
});

describe('a search among very many', () => {
  it('finds what is rare, whatever it is known by', async () => {
    const hash = crowdedHash(RARE);
    for (const text of [hash, hash.slice(0, 9).toUpperCase(), 'rare key', 'rare payer', '/rare', '/ra']) {
      const { challenges, nextCursor } = await search.run(tenant, { ...ANYTHING, text }, 20, null);
      expect([text, challenges.map(({ paymentHash }) => paymentHash), nextCursor]).toEqual([
        text,
        [hash],
        null,
      ]);
    }
  });

  it('goes on from page to page until everything is found, once', async () => {
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const asked = { ...ANYTHING, text: '/articles/1', status: 'paid', payer: 'payer 20' } as const;
      const page = await search.run(tenant, asked, 200, cursor);
      found.push(...page.challenges.map(({ paymentHash }) => paymentHash));
      cursor = page.nextCursor;
    } while (cursor !== null);
    const { rows } = await pool.query<{ hash: string }>({
      text: `SELECT encode(payment_hash, 'hex') AS hash FROM challenge WHERE merchant_id = 1 AND payer = 'payer 20'
        AND paid_at IS NOT NULL AND resource LIKE '/articles/1%' ORDER BY created_at DESC, key`,
    });
    expect(rows.length).toBeGreaterThan(200);
    expect(found).toEqual(rows.map(({ hash }) => hash));
  });
});
