import { ManualClock } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { EventFollower } from '@turnpike/events';
import { type MerchantId } from '@turnpike/l402';
import { createLogger } from '@turnpike/observability';

import { untilEventsAreFinal } from '../../../test/support/committed-events.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { CountEvents } from './count-events.js';
import { PruneFigures } from './prune-figures.js';
import { ReadOverview } from './read-overview.js';
import { statisticsBounds } from './statistics-bounds.js';
import { TallyWriter } from './tally-writer.js';
import { TokenRefusals } from './token-refusals.js';
import { UsageOfDays } from './usage-of-days.js';
import { VerifyTally } from './verify-tally.js';

const tenant = { merchantId: 1 as MerchantId, mode: 'test' as const };
const clock = new ManualClock(new Date('2026-06-15T12:00:00Z'));

let database: TestDatabase;
let pool: ColdPool;
let events: CountEvents;
let overview: ReadOverview;
let usage: UsageOfDays;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new ColdPool(database.url, 6);
  events = new CountEvents(new EventFollower(pool));
  overview = new ReadOverview(pool, clock);
  usage = new UsageOfDays(pool);
});

afterAll(async () => {
  await pool.onApplicationShutdown();
  await database.drop();
});

beforeEach(async () => {
  await pool.query({
    text: 'TRUNCATE outbox, day_figure, resource_figure, section_figure, refusal_figure, challenge_refusal',
  });
});

interface Told {
  readonly at?: string;
  readonly resource?: string;
  readonly merchantId?: number;
  readonly mode?: 0 | 1;
  readonly more?: object;
}

async function tell(type: string, { at, resource, merchantId, mode, more }: Told = {}): Promise<void> {
  await pool.query({
    text: 'INSERT INTO outbox (merchant_id, mode, type, data, occurred_at) VALUES ($1, $2, $3, $4, $5)',
    values: [
      merchantId ?? 1,
      mode ?? 0,
      type,
      JSON.stringify({ resource: resource ?? '/r', amountSats: 10, ...more }),
      at ?? '2026-06-15T10:00:00Z',
    ],
  });
}

/** Events wait for every transaction that began before them, those of other databases included. */
async function countAll(): Promise<void> {
  const behind = `SELECT 1 FROM outbox o, event_cursor c WHERE c.consumer = 'statistics' AND (o.xid, o.id) > (c.xid, c.id)`;
  while ((await pool.query({ text: behind })).rowCount !== 0) await events.run();
}

function writer(): { tally: VerifyTally; writer: TallyWriter } {
  const tally = new VerifyTally();
  return { tally, writer: new TallyWriter(pool, tally, clock, createLogger({ logLevel: 'silent' })) };
}

const day = (from: string, to = from) => overview.run(tenant, from, to);

describe('events', () => {
  it('are counted on the day on which they happened, payments on the day that the wallet says', async () => {
    await tell('challenge.created', { at: '2026-06-13T23:59:59Z' });
    await tell('challenge.created', { at: '2026-06-14T00:00:00Z', resource: '/s' });
    await tell('challenge.paid', { at: '2026-06-15T00:00:01Z', more: { paidAt: '2026-06-14T23:59:58Z' } });
    await tell('challenge.used', { at: '2026-06-15T00:00:01Z' });
    await tell('challenge.settled');
    await tell('challenge.created', { merchantId: 2, at: '2026-06-13T12:00:00Z' });
    await tell('challenge.created', { mode: 1, at: '2026-06-13T12:00:00Z' });
    await countAll();
    const { days, totals, resources } = await day('2026-06-12', '2026-06-15');
    const none = { challenges: 0, paidChallenges: 0, usedChallenges: 0, revenueSats: 0, uses: 0 };
    expect(days).toEqual([
      { day: '2026-06-12', ...none },
      { day: '2026-06-13', ...none, challenges: 1 },
      { day: '2026-06-14', ...none, challenges: 1, paidChallenges: 1, revenueSats: 10 },
      { day: '2026-06-15', ...none, usedChallenges: 1 },
    ]);
    expect(totals).toEqual({ challenges: 2, paidChallenges: 1, usedChallenges: 1, revenueSats: 10, uses: 0 });
    expect(resources).toEqual([
      { resource: '/r', challenges: 1, paidChallenges: 1, revenueSats: 10, uses: 0 },
      { resource: '/s', challenges: 1, paidChallenges: 0, revenueSats: 0, uses: 0 },
    ]);
  });

  it('are each counted once by workers that count at the same time', async () => {
    for (let n = 0; n < 60; n += 1) await tell('challenge.created');
    await Promise.all([1, 2, 3, 4].map(countAll));
    await countAll();
    expect((await day('2026-06-15')).totals.challenges).toBe(60);
  });

  it('are counted again as a whole when writing their figures failed', async () => {
    await tell('challenge.created');
    await untilEventsAreFinal(pool);
    await pool.query({ text: 'ALTER TABLE resource_figure RENAME TO away' });
    await expect(events.run()).rejects.toThrow();
    await pool.query({ text: 'ALTER TABLE away RENAME TO resource_figure' });
    await countAll();
    expect((await day('2026-06-15')).totals.challenges).toBe(1);
  });

  it('whose data is no use are counted as far as they can be', async () => {
    await tell('challenge.paid', { more: { resource: 7, amountSats: 'ten', paidAt: 'soon' } });
    await countAll();
    expect((await day('2026-06-15')).totals).toMatchObject({ paidChallenges: 1, revenueSats: 0 });
  });
});

describe('resources of a day', () => {
  it('beyond the bound are summed up together, by events and by verify at the same time', async () => {
    const most = statisticsBounds.resourcesPerDayMax;
    for (let n = 0; n < most + 20; n += 1) await tell('challenge.created', { resource: `/${n}` });
    const first = writer();
    const second = writer();
    for (let n = 0; n < most; n += 1) {
      first.tally.admitted(1, 'test', `/first/${n}`);
      second.tally.admitted(1, 'test', `/second/${n}`);
    }
    await Promise.all([events.run(), first.writer.flush(), second.writer.flush()]);
    await countAll();
    const { rows } = await pool.query<{ named: number; challenges: number; uses: number }>({
      text: `SELECT (count(*) FILTER (WHERE resource <> ''))::int4 AS named, sum(challenges)::int4 AS challenges,
        sum(uses)::int4 AS uses FROM resource_figure`,
    });
    expect(rows).toEqual([{ named: most, challenges: most + 20, uses: 2 * most }]);
  });

  it('of a month are counted once each, and only those that challenges were minted for', async () => {
    for (const at of ['2026-06-02T00:00:00Z', '2026-06-30T23:59:59Z', '2026-07-01T00:00:00Z']) {
      await tell('challenge.created', { at, resource: '/monthly' });
      await tell('challenge.paid', { at, resource: '/older' });
    }
    await countAll();
    expect(await usage.read(tenant, '2026-06-01', '2026-07-01')).toEqual({
      challenges: 2,
      paidChallenges: 2,
      revenueSats: 20,
      resources: 1,
    });
  });
});

describe('what verify counted', () => {
  it('is added to the figures of the day, to the reasons, and to the challenge', async () => {
    const { tally, writer: each } = writer();
    for (let round = 0; round < 2; round += 1) {
      tally.admitted(1, 'test', '/r');
      tally.refused(1, 'test', 'used_up');
      tally.refusedToken('00000000000000000000000000000001', 'used_up');
      await each.flush();
    }
    const { totals, resources, refusals } = await day('2026-06-15');
    expect([totals.uses, resources[0]?.uses, refusals]).toEqual([2, 2, [{ reason: 'used_up', count: 2 }]]);
    expect(await new TokenRefusals(pool).of('00000000000000000000000000000001')).toEqual([
      { reason: 'used_up', count: 2, lastAt: clock.now() },
    ]);
  });

  it('is less what was given back, and never less than nothing, whichever is written first', async () => {
    const { tally, writer: each } = writer();
    await tell('use.released');
    await countAll();
    expect((await day('2026-06-15')).totals.uses).toBe(0);
    for (let use = 0; use < 3; use += 1) tally.admitted(1, 'test', '/r');
    await each.flush();
    const { days, totals, resources } = await day('2026-06-15');
    expect([days[0]?.uses, totals.uses, resources[0]?.uses]).toEqual([2, 2, 2]);
  });

  it('is written at the end of the process, and all of it or nothing', async () => {
    const { tally, writer: each } = writer();
    tally.admitted(1, 'test', '/r');
    tally.refused(1, 'test', 'expired');
    await pool.query({ text: 'ALTER TABLE refusal_figure RENAME TO away' });
    await each.flush();
    await pool.query({ text: 'ALTER TABLE away RENAME TO refusal_figure' });
    expect((await day('2026-06-15')).totals.uses).toBe(0);
    tally.admitted(1, 'test', '/r');
    await each.onApplicationShutdown();
    expect((await day('2026-06-15')).totals.uses).toBe(1);
  });

  it('by many processes at once loses nothing and waits in no ring', async () => {
    const processes = Array.from({ length: 6 }, writer);
    for (const [nth, { tally }] of processes.entries()) {
      for (let n = 0; n < 30; n += 1) tally.admitted(1 + ((n + nth) % 3), 'test', `/${(n * (nth + 1)) % 7}`);
    }
    await Promise.all(processes.map(({ writer: each }) => each.flush()));
    const { rows } = await pool.query({ text: 'SELECT sum(uses)::int4 AS uses FROM day_figure' });
    expect(rows).toEqual([{ uses: 180 }]);
  });
});

describe('old figures', () => {
  it('are deleted when nobody can ask for them any more, a batch at a time', async () => {
    await tell('challenge.created', { at: '2024-01-01T00:00:00Z' });
    await tell('challenge.created', { at: '2025-01-01T00:00:00Z' });
    await countAll();
    const prune = new PruneFigures(pool);
    expect([await prune.run(clock.now()), await prune.run(clock.now())]).toEqual([2, 0]);
    expect((await day('2025-01-01')).totals.challenges).toBe(1);
  });
});
